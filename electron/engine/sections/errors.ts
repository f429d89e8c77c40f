/** Why a section of the inbox was not kept, and what to do about it. */
import { TypedError } from '#shared/errors/typed-error.ts';

const REASONS = {
  'section-gone': [
    'This section is not here any more.',
    'It was deleted meanwhile. Make it again if you want it.',
  ],
  'section-label': ['The label of this section is not there.', 'Choose another label.'],
  'section-account': ['The account of this section is not there.', 'Choose another account.'],
  'section-most': ['There are as many sections as Skein keeps.', 'Delete one that you do not need any more.'],
} as const;

export class SectionError extends TypedError<keyof typeof REASONS> {
  override readonly name = 'SectionError';

  constructor(code: keyof typeof REASONS) {
    super(code, REASONS[code][0], REASONS[code][1]);
  }
}
