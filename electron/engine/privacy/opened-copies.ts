import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { OPENED_COPIES } from '#shared/contract/engine-messages.ts';
import { EraseError } from './errors.ts';

/**
 * Removes the plain copies of attachments that other programs may be showing. Throws EraseError `erase-incomplete`
 * when a program holds one fast.
 */
export function removeOpenedCopies(profile: string): void {
  try {
    rmSync(join(profile, OPENED_COPIES), { recursive: true, force: true, maxRetries: 3 });
  } catch (error) {
    throw new EraseError(
      'erase-incomplete',
      'A file that was opened in another program could not be removed. Close that program first.',
      (error as NodeJS.ErrnoException).code ?? null,
    );
  }
}
