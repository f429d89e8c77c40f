import { MailError } from '../errors.ts';

const OF_ONE_MAILBOX = new Set<MailError['code']>(['mailbox-missing', 'server-refused']);

/** An error of one mailbox, which must not stop the others, in words about it; `null`: it is one of the account. */
export function ofOneMailbox(error: MailError): MailError | null {
  if (!OF_ONE_MAILBOX.has(error.code)) return null;
  if (error.code !== 'server-refused') return error;
  return new MailError(
    'server-refused',
    'The server does not let Skein read this mailbox.',
    'The account may lack the right to, or the mailbox is damaged on the server: it says why below.',
    { serverText: error.detail, cause: error },
  );
}
