import { MailError } from './errors.ts';

/** Why an IMAP server says NO, by the code it gives (RFC 5530 section 3); `null` when that says nothing. */
export function explainResponseCode(
  code: string | undefined,
  server: string,
  serverText: string | null,
  cause: unknown,
): MailError | null {
  const make = (errorCode: MailError['code'], message: string, advice: string) =>
    new MailError(errorCode, message, advice, { serverText, cause });
  switch (code) {
    case 'NONEXISTENT':
    case 'TRYCREATE':
      return mailboxMissing(serverText, cause);
    case 'ALREADYEXISTS':
      return make('mailbox-exists', 'There is a mailbox of this name already.', 'Choose another name.');
    case 'OVERQUOTA':
      return make(
        'over-quota',
        'The mailbox on the server is full.',
        'Delete something there and empty its Trash, then try again.',
      );
    case 'TOOBIG':
    case 'APPENDLIMIT':
      return make(
        'message-too-large',
        `The message is larger than ${server} takes.`,
        'Send less in one message.',
      );
    case 'UNAVAILABLE':
      return make(
        'server-busy',
        `A part of ${server} that this needs does not work just now.`,
        'Skein tries again by itself.',
      );
    case 'INUSE':
      return make(
        'server-busy',
        'Another program is changing this mailbox just now.',
        'Skein tries again by itself.',
      );
    case 'NOPERM':
      return make(
        'no-permission',
        'The account lacks the right to do this on the server.',
        'Whoever owns the mailbox, or runs the server, can give it the right.',
      );
    case 'LIMIT':
      return make(
        'server-limit',
        `This goes beyond a limit of ${server}.`,
        'It says below which one. Fewer labels or mailboxes, or less at once, may help.',
      );
    case 'CANNOT':
      return make('server-refused', `${server} does not allow this.`, 'It says why below.');
    case 'CONTACTADMIN':
      return make(
        'server-refused',
        `${server} refuses this, and asks you to turn to whoever runs it.`,
        'It says why below.',
      );
    case 'CORRUPTION':
      return make(
        'server-fault',
        'This mailbox is damaged on the server.',
        'Tell whoever runs the server. Skein tries again by itself, and keeps what is here.',
      );
    case 'SERVERBUG':
      return make(
        'server-fault',
        `${server} failed at this by a fault of its own.`,
        'Skein tries again by itself. If it stays, tell whoever runs the server what it says below.',
      );
    default:
      return null;
  }
}

export function mailboxMissing(serverText: string | null, cause: unknown): MailError {
  return new MailError(
    'mailbox-missing',
    'The mailbox does not exist any more.',
    'It was removed or renamed elsewhere.',
    { serverText, cause },
  );
}
