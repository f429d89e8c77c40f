import { MailError } from './errors.ts';
import { explainResponseCode, mailboxMissing } from './response-codes.ts';

/** What the libraries and Node put on the errors they raise; every field may be missing. */
interface RawError {
  code?: unknown;
  originalCode?: unknown;
  message?: unknown;
  authenticationFailed?: unknown;
  serverResponseCode?: unknown;
  responseText?: unknown;
  response?: unknown;
  /** What the server said when it ended the connection (BYE). */
  reason?: unknown;
  responseStatus?: unknown;
  responseCode?: unknown;
  mailboxMissing?: unknown;
  tlsFailed?: unknown;
  timeoutType?: unknown;
  errors?: unknown;
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/**
 * Turns whatever a socket, TLS, imapflow or nodemailer raised into a `MailError` that says what happened and what to
 * do. `server` names the server for people, for example `imap.example.org`. A `MailError` comes back as it is.
 */
export function explainError(error: unknown, server: string): MailError {
  if (error instanceof MailError) return error;
  const raw = (typeof error === 'object' && error !== null ? error : { message: String(error) }) as RawError;
  if (Array.isArray(raw.errors) && raw.errors.length > 0 && !text(raw.code)) {
    return explainError(raw.errors[0], server);
  }
  const serverText = text(raw.responseText) ?? text(raw.response) ?? text(raw.reason);
  const make = (code: MailError['code'], message: string, advice: string) =>
    new MailError(code, message, advice, { serverText, cause: error });

  const certificate = explainCertificate(text(raw.originalCode) ?? text(raw.code), server, error);
  if (certificate) return certificate;
  const codes = [text(raw.code), text(raw.originalCode)].filter((c) => c !== null);
  const has = (...wanted: string[]) => codes.some((code) => wanted.includes(code));

  if (raw.authenticationFailed === true || has('EAUTH')) return explainLogin(raw, serverText, server, error);
  if (has('ENOTFOUND', 'EAI_AGAIN', 'EDNS')) {
    return make(
      'host-not-found',
      `No server named ${server} was found.`,
      'Check the server name for typing errors, and that this computer is online.',
    );
  }
  if (has('ECONNREFUSED')) {
    return make(
      'connection-refused',
      `${server} answers, but not on this port.`,
      'Check the port: 993 for IMAP with TLS, 143 with STARTTLS; 465 for sending with TLS, 587 with STARTTLS.',
    );
  }
  if (has('ENETUNREACH', 'EHOSTUNREACH', 'ENETDOWN', 'EADDRNOTAVAIL')) {
    return make(
      'network-unreachable',
      `${server} cannot be reached from here.`,
      'Check the network connection. Skein tries again by itself.',
    );
  }
  if (has('CONNECT_TIMEOUT') || raw.timeoutType === 'CONNECT_TIMEOUT') {
    return make(
      'connection-timeout',
      `${server} did not answer in time.`,
      'Check the server name and the port; a firewall may be in the way. Skein tries again by itself.',
    );
  }
  if (has('GREETING_TIMEOUT', 'UPGRADE_TIMEOUT') || raw.timeoutType === 'GREETING_TIMEOUT') {
    return make(
      'not-this-protocol',
      `${server} accepted the connection but did not greet.`,
      'The port may belong to another service, or expect TLS from the start: try the other kind of encryption.',
    );
  }
  if (has('ETIMEOUT', 'ETIMEDOUT')) {
    return make(
      'server-stalled',
      `${server} stopped answering.`,
      'The connection was given up. Skein tries again by itself.',
    );
  }
  if (has('STARTTLS_INJECTION')) {
    return make(
      'tls-failed',
      `Somebody between here and ${server} tampered with the start of encryption.`,
      'Nothing was sent. Use another network, and tell whoever runs this one.',
    );
  }
  if (/STARTTLS/.test(text(raw.message) ?? '') && (raw.tlsFailed === true || has('ETLS', 'ECONNECTION'))) {
    return make(
      'tls-not-offered',
      `${server} does not offer STARTTLS, so the connection would not be encrypted.`,
      'Choose TLS from the start, or ask the provider. Skein never signs in without encryption.',
    );
  }
  if (raw.tlsFailed === true || has('ETLS', 'EPROTO') || codes.some((code) => code.startsWith('ERR_SSL'))) {
    return make(
      'tls-failed',
      `${server} and this computer could not agree on encryption.`,
      'Try the other kind of encryption for this port. Skein needs TLS 1.2 or newer.',
    );
  }
  if (raw.mailboxMissing === true) return mailboxMissing(serverText, error);
  if (has('ETHROTTLE')) {
    return make('server-busy', `${server} asks to wait.`, 'Skein slows down and tries again by itself.');
  }
  const coded = explainResponseCode(text(raw.serverResponseCode)?.toUpperCase(), server, serverText, error);
  if (coded) return coded;
  if (
    has(
      'LineTooLarge',
      'LiteralTooLarge',
      'ResponseTooLarge',
      'UnexpectedTag',
      'InvalidResponse',
      'EPROTOCOL',
    ) ||
    codes.some((code) => code.startsWith('ParserError'))
  ) {
    return make(
      'server-nonsense',
      `${server} sent something that is not the protocol.`,
      'The connection was closed. If it happens again, the server or something in between is broken.',
    );
  }
  if (has('ClosedAfterConnectText', 'ClosedAfterConnectTLS') && text(raw.reason)) {
    return make(
      'login-unavailable',
      `${server} takes no connection just now.`,
      'Skein tries again by itself. Other mail programs of yours, also on your phone, may use all it allows.',
    );
  }
  if (
    has(
      'NoConnection',
      'EConnectionClosed',
      'ECONNRESET',
      'EPIPE',
      'ECONNECTION',
      'ESOCKET',
      'ECONNABORTED',
    ) ||
    has('ClosedAfterConnectText', 'ClosedAfterConnectTLS', 'StateLogout', 'DownloadIncomplete')
  ) {
    return make(
      'connection-lost',
      `The connection to ${server} was lost.`,
      'Skein connects again by itself and goes on where it was.',
    );
  }
  if (raw.responseStatus === 'NO' || raw.responseStatus === 'BAD') {
    return make('server-refused', `${server} refused a command.`, 'The server says why below.');
  }
  return make('internal', `Talking to ${server} failed unexpectedly.`, 'Skein tries again by itself.');
}

/** Explains why a certificate was not accepted, by the code Node's TLS gives; `null` when it is none of those. */
export function explainCertificate(code: string | null, server: string, cause: unknown): MailError | null {
  const make = (errorCode: MailError['code'], message: string, advice: string) =>
    new MailError(errorCode, message, advice, { cause });
  switch (code) {
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
      return make(
        'certificate-self-signed',
        `The certificate of ${server} is signed by nobody but itself, so anyone could have made it.`,
        'If you run this server, give Skein its certificate to trust. Otherwise do not sign in here.',
      );
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
      return make(
        'certificate-unknown-issuer',
        `The certificate of ${server} is signed by an authority this computer does not know.`,
        "If your organisation has its own authority, give Skein that authority's certificate to trust.",
      );
    case 'CERT_HAS_EXPIRED':
      return make(
        'certificate-expired',
        `The certificate of ${server} has expired.`,
        "Check this computer's date. If it is right, the provider must renew the certificate.",
      );
    case 'CERT_NOT_YET_VALID':
      return make(
        'certificate-not-yet-valid',
        `The certificate of ${server} is not valid yet.`,
        "This computer's date is probably wrong: set it right and try again.",
      );
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
    case 'HOSTNAME_MISMATCH':
      return make(
        'certificate-wrong-host',
        `The server's certificate was made for another name than ${server}.`,
        'Use the server name that the provider gives, exactly.',
      );
    case 'CERT_REVOKED':
    case 'CERT_SIGNATURE_FAILURE':
    case 'CERT_UNTRUSTED':
    case 'CERT_REJECTED':
    case 'INVALID_PURPOSE':
    case 'INVALID_CA':
    case 'PATH_LENGTH_EXCEEDED':
    case 'CERT_CHAIN_TOO_LONG':
      return make(
        'certificate-refused',
        `The certificate of ${server} is not valid (${code}).`,
        'Do not sign in here before the provider has repaired it.',
      );
    default:
      return null;
  }
}

/** RFC 5530 response codes tell a wrong password from a server that cannot check it now; SMTP does by 4yz. */
function explainLogin(raw: RawError, serverText: string | null, server: string, cause: unknown): MailError {
  const make = (code: MailError['code'], message: string, advice: string) =>
    new MailError(code, message, advice, { serverText, cause });
  const code =
    text(raw.serverResponseCode)?.toUpperCase() ?? /^\S+ NO \[([A-Z-]+)/.exec(serverText ?? '')?.[1];
  if (code === 'LIMIT' || /too many|maximum number of connections|connection limit/i.test(serverText ?? ''))
    return make(
      'login-unavailable',
      `${server} takes no more connections for this account just now.`,
      'Skein tries again by itself. Other mail programs of yours, also on your phone, may use them all.',
    );
  const temporary =
    code === 'UNAVAILABLE' ||
    code === 'INUSE' ||
    (typeof raw.responseCode === 'number' && raw.responseCode >= 400 && raw.responseCode < 500);
  if (temporary)
    return make(
      'login-unavailable',
      `${server} cannot check the password just now.`,
      'Skein tries again by itself.',
    );
  switch (code) {
    case 'EXPIRED':
      return make(
        'login-refused',
        `${server} says that the password of this account has expired.`,
        "Choose a new one on the provider's account page, then enter it here.",
      );
    case 'AUTHORIZATIONFAILED':
      return make(
        'login-refused',
        `${server} knows the password, but does not let this user read this mailbox.`,
        'Check the user name. The provider may also have to allow mail programs (IMAP) for the account first.',
      );
    case 'CONTACTADMIN':
      return make(
        'login-refused',
        `${server} does not let this account in, and asks you to turn to whoever runs it.`,
        'It says why below. When they have settled it, sign in again.',
      );
    default:
      return make(
        'login-refused',
        `${server} did not accept the user name and password.`,
        'Check both. Many providers want an app password instead of the usual one: their account page makes it.',
      );
  }
}
