import type { FileOutcome } from '#shared/contract/bridge.ts';

/** What went wrong with a file, for the user. */
export function failedOutcome(
  code: string,
  message: string,
  advice: string,
  detail: string | null = null,
): FileOutcome {
  return { state: 'failed', error: { code, message, advice, detail } };
}

/** The system's refusal to write a file. */
export function writeFailed(error: unknown): FileOutcome {
  const { code, message } = error as NodeJS.ErrnoException;
  return failedOutcome(
    'not-written',
    'The file could not be written.',
    code === 'ENOSPC' ? 'The disk is full: make room and try again.' : 'Choose another place and try again.',
    message,
  );
}
