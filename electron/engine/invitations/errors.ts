/** Why an invitation was not answered, and what to do about it. */
import { TypedError } from '#shared/errors/typed-error.ts';

const REASONS = {
  'invitation-gone': [
    'This invitation is no longer here.',
    'It was moved or deleted. Open the newest mail about the event.',
  ],
  'invitation-outdated': [
    'The organiser changed or cancelled this event meanwhile.',
    'Answer the newest mail about it.',
  ],
  'invitation-not-asked': [
    'You are not asked to answer this.',
    'Write to the organiser if you want to say something about it.',
  ],
  'invitation-sample': [
    'Nothing leaves this computer from the sample.',
    'Connect a mail account to answer invitations.',
  ],
} as const;

export class InvitationError extends TypedError<keyof typeof REASONS> {
  override readonly name = 'InvitationError';

  constructor(code: keyof typeof REASONS) {
    super(code, REASONS[code][0], REASONS[code][1]);
  }
}
