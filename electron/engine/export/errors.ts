import type { ErrorInfo } from '#shared/contract/model.ts';

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
export class ExportError extends Error {
  override readonly name = 'ExportError';
  readonly code: keyof typeof REASONS;
  readonly #detail: string | null;

  constructor(code: keyof typeof REASONS, path: string, cause?: unknown) {
    super(`${REASONS[code][0]} ${path}`, cause === undefined ? undefined : { cause });
    this.code = code;
    this.#detail = cause instanceof Error ? cause.message : null;
  }

  toInfo(): ErrorInfo {
    return { code: this.code, message: this.message, advice: REASONS[this.code][1], detail: this.#detail };
  }
}
