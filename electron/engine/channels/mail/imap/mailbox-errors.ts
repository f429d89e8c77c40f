import { isRefused, MailError } from '../errors.ts';

/** An error of one mailbox, which must not stop the others, in words about it; `null`: it is one of the account. */
export function ofOneMailbox(error: MailError): MailError | null {
  if (error.code !== 'mailbox-missing' && !isRefused(error)) return null;
  if (error.code === 'no-permission')
    return new MailError(
      'no-permission',
      'The account lacks the right to read this mailbox.',
      'Whoever owns the mailbox, or runs the server, can give it the right.',
      { serverText: error.detail, cause: error },
    );
  if (error.code !== 'server-refused') return error;
  return new MailError(
    'server-refused',
    'The server does not let Skein read this mailbox.',
    'The account may lack the right to, or the mailbox is damaged on the server: it says why below.',
    { serverText: error.detail, cause: error },
  );
}

/** The server fails at a mailbox each time, in words about it. */
export function unreadableMailbox(cause: MailError): MailError {
  return new MailError(
    'mailbox-unreadable',
    'The server fails each time Skein reads this mailbox.',
    'The other mailboxes go on. If it stays, tell whoever runs the server.',
    { serverText: cause.detail, cause },
  );
}

/** Messages that the server fails at each time. */
export function unreadableMessages(count: number): MailError {
  return new MailError(
    'message-unreadable',
    count === 1
      ? 'The server fails each time Skein asks for one message of this mailbox.'
      : `The server fails each time Skein asks for ${count} messages of this mailbox.`,
    'Everything else is here. Skein asks again every hour; if it stays, tell whoever runs the server.',
  );
}
