import { TypedError } from '#shared/errors/typed-error.ts';

/** Stable codes of everything that can go wrong between Skein and a mail server. */
export type MailErrorCode =
  | 'host-not-found'
  | 'connection-refused'
  | 'connection-timeout'
  | 'connection-lost'
  | 'network-unreachable'
  | 'not-this-protocol'
  | 'tls-not-offered'
  | 'tls-failed'
  | 'certificate-self-signed'
  | 'certificate-unknown-issuer'
  | 'certificate-expired'
  | 'certificate-not-yet-valid'
  | 'certificate-wrong-host'
  | 'certificate-refused'
  | 'login-refused'
  | 'login-unavailable'
  | 'login-expired'
  | 'login-token-refused'
  | 'login-client-refused'
  | 'login-client-missing'
  | 'server-busy'
  | 'server-refused'
  | 'server-fault'
  | 'server-limit'
  | 'no-permission'
  | 'server-stalled'
  | 'server-nonsense'
  | 'mailbox-missing'
  | 'mailbox-exists'
  | 'mailbox-unreadable'
  | 'message-unreadable'
  | 'uidvalidity-changed'
  | 'over-quota'
  | 'message-too-large'
  | 'address-not-taken'
  | 'no-secret'
  | 'canceled'
  | 'store-full'
  | 'store-failed'
  | 'internal';

/** What a mail server, or the way to it, made of a request; `detail` is the server's own words. */
export class MailError extends TypedError<MailErrorCode> {
  override readonly name = 'MailError';

  constructor(
    code: MailErrorCode,
    message: string,
    advice: string,
    { serverText, cause }: { serverText?: string | null; cause?: unknown } = {},
  ) {
    super(code, message, advice, { detail: serverText ? cleanServerText(serverText) : null, cause });
  }
}

const UNREACHABLE: ReadonlySet<string> = new Set<MailErrorCode>([
  'host-not-found',
  'connection-refused',
  'connection-timeout',
  'connection-lost',
  'network-unreachable',
  'server-stalled',
]);

/** Whether the server cannot be reached just now, rather than that something is wrong. */
export function isUnreachable({ code }: { code: string }): boolean {
  return UNREACHABLE.has(code);
}

const NEEDS_USER: ReadonlySet<string> = new Set<MailErrorCode>([
  'login-refused',
  'login-expired',
  'login-token-refused',
  'login-client-refused',
  'login-client-missing',
  'no-secret',
]);

/** Whether repeating cannot repair it: somebody has to do something first. */
export function needsUser({ code }: { code: string }): boolean {
  return NEEDS_USER.has(code);
}

const REFUSED: ReadonlySet<string> = new Set<MailErrorCode>([
  'server-refused',
  'server-fault',
  'server-limit',
  'no-permission',
]);

/** Whether the server answered that it does not do it, and stays connected. */
export function isRefused({ code }: { code: string }): boolean {
  return REFUSED.has(code);
}

const BEFORE_ANY_COMMAND =
  /^(?:host-not-found|connection-(?:refused|timeout)|network-unreachable|not-this-protocol|tls-.*|certificate-.*|login-.*|no-secret|canceled)$/;

/** Whether it happened before the server was asked to do anything. */
export function isBeforeAnyCommand({ code }: { code: string }): boolean {
  return BEFORE_ANY_COMMAND.test(code);
}

/** Server text is hostile input: one line, no control or bidirectional characters, bounded. */
export function cleanServerText(text: string): string | null {
  const clean = text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is the point
    .replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g, ' ')
    .trim()
    .slice(0, 500);
  return clean === '' ? null : clean;
}

/** A message that is to go to a server cannot be read to its end: nothing of it counts there. */
export function unreadable(cause: unknown): MailError {
  return new MailError(
    'store-failed',
    'The message could not be read on this computer.',
    'Skein tries again by itself. If it stays, check the disk, then write the message anew.',
    { serverText: cause instanceof TypedError ? cause.message : null, cause },
  );
}

/** For errors of a sync: what the connections raise is a `MailError` already, so the rest comes from the store. */
export function asMailError(error: unknown): MailError {
  if (error instanceof MailError) return error;
  const store = error instanceof TypedError ? error : null;
  if (store?.code === 'store-full') {
    return new MailError(
      'store-full',
      'The disk of this computer is full, so new mail cannot be saved.',
      'Make room on it. Skein tries again by itself, and nothing is lost on the server.',
      { serverText: store.detail, cause: error },
    );
  }
  return new MailError(
    'store-failed',
    'What the server sent could not be saved on this computer.',
    'Skein tries again by itself, and nothing is lost on the server. If it stays, start Skein again.',
    { serverText: store?.detail ?? null, cause: error },
  );
}
