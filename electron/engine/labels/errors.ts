/** Why a label was not kept, and what to do about it. */
import { TypedError } from '#shared/errors/typed-error.ts';

const REASONS = {
  'label-gone': [
    'This label is not here any more.',
    'It was deleted meanwhile. Make it again if you want it.',
  ],
  'label-exists': ['There is a label with this name already.', 'Choose another name.'],
  'label-most': ['There are as many labels as Skein keeps.', 'Delete one that you do not need any more.'],
} as const;

export class LabelError extends TypedError<keyof typeof REASONS> {
  override readonly name = 'LabelError';

  constructor(code: keyof typeof REASONS) {
    super(code, REASONS[code][0], REASONS[code][1]);
  }
}
