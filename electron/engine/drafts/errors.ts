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
  'one-recipient': ['A text goes to one person at a time.', 'Remove the other recipients or use email.'],
  'opted-out': [
    'This person asked not to get texts from you.',
    'They can text START to the number they wrote STOP to. Until then, use email or call.',
  ],
  'opt-out-review': [
    'This person may have asked not to get texts from you.',
    'Open the conversation and say what they meant; then send it again.',
  ],
  'file-broken': ['The file did not arrive whole.', 'Attach it again.'],
  'media-host-needed': [
    'Carriers fetch files of texts from a web address, and no place for them is set up.',
    'Set one up in Settings, Texts, or send the file by email.',
  ],
  'too-many-media': ['The carrier takes fewer files in one text.', 'Send the rest in another text.'],
  'media-too-large': [
    'The files are larger than the carrier takes with one text.',
    'Make the pictures smaller or send them by email.',
  ],
  'media-type': [
    'The carrier does not take one of the files with a text.',
    'Send it by email, or as a picture, video, sound, PDF or contact card.',
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
