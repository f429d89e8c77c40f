/** Why a draft cannot be changed or sent, and what to do about it. */
import { TypedError } from '#shared/errors/typed-error.ts';

const REASONS = {
  'message-gone': ['The message you are answering is no longer here.', 'Start a new message instead.'],
  'draft-gone': ['This draft was sent or discarded.', 'Look in Sent or Drafts.'],
  'draft-changed': [
    'This draft was changed after you pressed Send.',
    'Press Send again to send what is shown.',
  ],
  'no-account': ['There is no account to send this from.', 'Connect an account in Settings.'],
  'no-recipient': ['Nobody is named to send this to.', 'Add a recipient.'],
  'bad-recipient': ['One of the recipients is not a valid address.', 'Correct the address marked in red.'],
  'nothing-to-send': ['There is nothing in this message.', 'Write something or attach a file.'],
  'one-recipient': ['A text goes to one person at a time.', 'Remove the other recipients or use e-mail.'],
  'opted-out': [
    'This person asked not to get texts from this number.',
    'They can text START to this number to allow it again. Until then, use e-mail or call.',
  ],
  'sample-account': [
    'This is the sample inbox: nothing leaves your computer.',
    'Connect your own account to send messages.',
  ],
} as const;

export type DraftErrorCode = keyof typeof REASONS;

export class DraftError extends TypedError<DraftErrorCode> {
  override readonly name = 'DraftError';

  constructor(code: DraftErrorCode) {
    super(code, REASONS[code][0], REASONS[code][1]);
  }
}
