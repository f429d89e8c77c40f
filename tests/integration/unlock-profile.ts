import { KeyCustody, type StoreKey } from '#engine/store/key.ts';
import type { Keychain } from '#engine/store/keychain.ts';

/**
 * Opens the custody of a profile as a program without a window does: with its keychain, or with the passphrase given.
 * Rejects with KeyError; `keychain-unavailable` for a new profile when there is neither.
 */
export async function unlockProfile(
  profile: string,
  options: { passphrase?: string | undefined; keychain?: Keychain } = {},
): Promise<{ custody: KeyCustody; key: StoreKey }> {
  const custody = KeyCustody.open(profile, options.keychain ? { keychain: options.keychain } : {});
  const { state } = await custody.state();
  const { passphrase } = options;
  if (state === 'locked' && passphrase !== undefined) await custody.unlock(passphrase);
  if (state === 'choose' && passphrase !== undefined) await custody.choosePassphrase(passphrase);
  return { custody, key: await custody.key() };
}
