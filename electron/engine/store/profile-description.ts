import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { replaceFile } from './files.ts';
import { KeyError } from './key-errors.ts';
import type { ProfilePaths } from './paths.ts';

const description = z.object({
  version: z.literal(1),
  /** Part of the names of the keychain entries, so that two profiles do not share one. */
  id: z.string().regex(/^[0-9a-f-]{36}$/),
  /** The directory was empty when the profile was made in it: everything in it is Skein's to erase. */
  ownsDirectory: z.boolean(),
  custody: z.enum(['keychain', 'passphrase']).nullable(),
  /** Which keychain sealed the key, in words; `null` with a passphrase. */
  keychain: z.string().nullable(),
  /** StoreKey.fingerprint of the store's key. */
  keyId: z.string().nullable(),
  /** Names of the accounts' secrets, so that all can be found again to erase them. */
  secrets: z.array(z.string().max(300)).max(10_000),
});

/** What is written about a profile in profile.json: nothing secret. */
export type ProfileDescription = z.infer<typeof description>;

/** Reads profile.json; `null` when there is none. Throws KeyError `key-file-damaged`. */
export function readDescription(paths: ProfilePaths): ProfileDescription | null {
  if (!existsSync(paths.description)) return null;
  try {
    return description.parse(JSON.parse(readFileSync(paths.description, 'utf8')));
  } catch (error) {
    throw new KeyError('key-file-damaged', 'profile.json cannot be read.', {
      advice: 'Restore profile.json from a backup of the profile, or import the key you exported.',
      cause: error,
    });
  }
}

/** Replaces profile.json durably. */
export function writeDescription(paths: ProfilePaths, value: ProfileDescription): void {
  replaceFile(paths.description, `${JSON.stringify(value, null, 2)}\n`);
}
