import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { syncDirectory } from '#engine/store/files.ts';
import type { KeyCustody } from '#engine/store/key.ts';
import { isProfileFile } from '#engine/store/profile-files.ts';
import type { ErasePreview, EraseReceipt } from '#shared/contract/erase.ts';
import { EraseError } from './errors.ts';

export interface EraseEverythingOptions {
  /** The profile's directory. */
  profile: string;
  custody: KeyCustody;
  /** Stops everything that uses the store and closes it. */
  close: () => Promise<void>;
  /** What `erase.preview` said of everything, asked before the store was closed. */
  preview: ErasePreview;
  /**
   * Files that another process still holds open (the window's storage while the window is open); they are removed
   * as far as possible, and what is left or comes back is not counted against the erasure.
   */
  heldOpen?: (name: string) => boolean;
}

/**
 * Erases a whole profile: the key first, so that the store is noise whatever happens next, then the secrets, then
 * every file. Files in the directory that are not Skein's are left alone and named in the receipt. Rejects with
 * EraseError `erase-incomplete` naming what is left.
 */
export async function eraseEverything(options: EraseEverythingOptions): Promise<EraseReceipt> {
  const { profile, custody } = options;
  await options.close();
  // A keychain that does not answer must not keep the files alive; `remains` then says that its entries are left.
  const destroyed = await custody.destroy().catch(() => [] as string[]);
  const names = existsSync(profile) ? readdirSync(profile) : [];
  const ours = names.filter((name) => custody.ownsDirectory || isProfileFile(name));
  // The description last: until then a second try still finds the entries of the keychain.
  for (const name of ours.filter((name) => name !== 'profile.json')) remove(join(profile, name));
  const keys = await custody
    .remains()
    .catch((error: Error) => [`the key and the secrets in the keychain (${error.message})`]);
  const left = [...keys, ...filesLeft(options, ours)];
  if (left.length > 0) {
    throw new EraseError('erase-incomplete', 'Not everything could be erased.', left.join(', '));
  }
  remove(join(profile, 'profile.json'));
  if (existsSync(profile)) syncDirectory(profile);
  const foreign = names.filter((name) => !ours.includes(name));
  return {
    ...options.preview,
    stays: [
      ...options.preview.stays,
      ...(foreign.length > 0 ? [`Files in ${profile} that are not Skein's: ${foreign.join(', ')}.`] : []),
    ],
    at: Date.now(),
    verified: [
      `Removed before anything else: ${destroyed.length > 0 ? destroyed.join(', ') : 'there was no key'}.`,
      'There is no key and no secret of this profile any more.',
      `${ours.length} files and folders are gone from ${profile}.`,
    ],
  };
}

function filesLeft({ profile, heldOpen }: EraseEverythingOptions, ours: readonly string[]): string[] {
  return ours.filter(
    (name) => name !== 'profile.json' && !heldOpen?.(name) && existsSync(join(profile, name)),
  );
}

function remove(path: string): void {
  rmSync(path, { recursive: true, force: true, maxRetries: 3 });
}
