import { TypedError } from '#shared/errors/typed-error.ts';

const LONGEST = 100;

const REASONS = {
  'mailbox-name-empty': ['A mailbox needs a name.', 'Write one.'],
  'mailbox-name-long': ['This name is too long.', `Use at most ${LONGEST} characters.`],
  'mailbox-name-character': [
    'Servers do not take this name.',
    'Leave out * and %, and the character the server puts between mailboxes (mostly / or a full stop).',
  ],
  'mailbox-in-use': ['Skein needs this mailbox.', 'Only mailboxes without a role can be renamed or deleted.'],
  'mailbox-has-mailboxes': ['There are mailboxes inside this one.', 'Delete or move those first.'],
  'mailbox-cannot-hold': ['This server has no mailboxes inside others.', 'Make it beside them.'],
  'mailbox-gone': ['This mailbox is gone from the server.', 'It was removed or renamed elsewhere.'],
  'mailbox-no-server': ['This account has no server.', 'Mailboxes can be changed in mail accounts.'],
} as const;

/** Why a mailbox cannot be made, renamed or deleted. */
export class MailboxError extends TypedError<keyof typeof REASONS> {
  override readonly name = 'MailboxError';

  constructor(code: keyof typeof REASONS) {
    super(code, REASONS[code][0], REASONS[code][1]);
  }
}

/**
 * A name as it is given to a server: in Unicode's composed form, without what LIST takes for a wildcard or for the
 * end of a name (RFC 9051 sections 5.1 and 6.3.9). Throws MailboxError.
 */
export function checkedMailboxName(typed: string, delimiter: string): string {
  const name = typed.trim().normalize('NFC');
  if (name === '') throw new MailboxError('mailbox-name-empty');
  if ([...name].length > LONGEST) throw new MailboxError('mailbox-name-long');
  if (/[*%\p{Cc}]/u.test(name) || (delimiter !== '' && name.includes(delimiter)))
    throw new MailboxError('mailbox-name-character');
  return name;
}
