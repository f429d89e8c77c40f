import { TypedError } from '#shared/errors/typed-error.ts';

const REASONS = {
  'sender-gone': ['This address was removed.', 'Add it again.'],
  'sender-address': ['This is not an email address.', 'Enter one like name@example.org.'],
  'sender-reply-to': [
    'Answers cannot go there: it is not an email address.',
    'Correct it, or leave it empty.',
  ],
  'sender-taken': ['You send from this address already.', 'Change the one that is there.'],
} as const;

export class SenderError extends TypedError<keyof typeof REASONS> {
  override readonly name = 'SenderError';

  constructor(code: keyof typeof REASONS, detail: string | null = null) {
    super(code, REASONS[code][0], REASONS[code][1], detail === null ? {} : { detail });
  }
}
