import { TypedError } from '#shared/errors/typed-error.ts';

const REASONS = {
  'import-busy': ['Other mail is being imported just now.', 'Wait until it is done, or stop it.'],
  'import-nothing': [
    'There is no mail in what you chose.',
    'Choose mbox files, message files (.eml), a Maildir, or a folder that holds some.',
  ],
  'import-gone': ['There is no import to go on with.', 'Choose the files again.'],
  'account-gone': [
    'The imported mail was removed while more was coming in.',
    'Import it again if you want it back.',
  ],
} as const;

/** Why mail is not imported. */
export class ImportError extends TypedError<keyof typeof REASONS> {
  override readonly name = 'ImportError';

  constructor(code: keyof typeof REASONS) {
    super(code, REASONS[code][0], REASONS[code][1]);
  }
}
