import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** A profile directory that cannot be used. */
export class ProfileError extends Error {
  readonly code = 'PROFILE_UNUSABLE';
}

/**
 * The directory named by `--profile DIR` in the program's arguments, made when missing, else `fallback`.
 * Chromium's own switches are passed over. Throws ProfileError when the directory cannot be made.
 */
export function profileDirectory(argv: readonly string[], fallback: string): string {
  const { values } = parseArgs({
    args: [...argv],
    options: { profile: { type: 'string' } },
    strict: false,
    allowPositionals: true,
  });
  const directory = typeof values.profile === 'string' && values.profile ? resolve(values.profile) : fallback;
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new ProfileError(
      `Skein cannot keep its data in ${directory}. Choose another directory with --profile.`,
      {
        cause,
      },
    );
  }
  return directory;
}
