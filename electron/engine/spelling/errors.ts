import { TypedError } from '#shared/errors/typed-error.ts';

const REASONS = {
  'spelling-failed': ['The spelling could not be checked.', 'It is tried again with the next word.'],
  'spelling-stopped': ['Checking the spelling has ended.', 'It begins again with the next word.'],
} as const;

export class SpellingError extends TypedError<keyof typeof REASONS> {
  override readonly name = 'SpellingError';

  constructor(code: keyof typeof REASONS) {
    super(code, REASONS[code][0], REASONS[code][1]);
  }
}
