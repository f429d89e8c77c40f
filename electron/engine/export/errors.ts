import { TypedError } from '#shared/errors/typed-error.ts';

const REASONS = {
  'export-exists': ['There is a file already, and it is left as it is:', 'Choose another directory.'],
  'export-unwritable': [
    'This cannot be written:',
    'Check the directory, its permissions and the room on the disk.',
  ],
  'export-stopped': [
    'The export was stopped before its end:',
    'Remove what it wrote, or start it again in another directory.',
  ],
} as const;

/** Why an export is not complete. */
export class ExportError extends TypedError<keyof typeof REASONS> {
  override readonly name = 'ExportError';

  constructor(code: keyof typeof REASONS, path: string, cause?: unknown) {
    const detail = cause instanceof Error ? cause.message : null;
    super(code, `${REASONS[code][0]} ${path}`, REASONS[code][1], { detail, cause });
  }
}
