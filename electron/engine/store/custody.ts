import type { Keychain } from './keychain.ts';
import type { StoreKey } from './store-key.ts';

/** Where a profile's key and its accounts' secrets are kept: the keychain, or files sealed by a passphrase. */
export interface Custodian {
  /** `null` when there is no key. */
  loadKey(): Promise<StoreKey | null>;
  saveKey(key: StoreKey): Promise<void>;
  getSecret(name: string): Promise<string | null>;
  setSecret(name: string, value: string): Promise<void>;
  deleteSecret(name: string): Promise<void>;
  /** Removes the key first, then the named secrets; resolves to what was removed, in words. */
  destroy(secrets: readonly string[]): Promise<string[]>;
  /** What is still there after `destroy`, in words. */
  remains(secrets: readonly string[]): Promise<string[]>;
}

/** One keychain entry for the key and one for each secret; the profile's id keeps two profiles apart. */
export class KeychainCustodian implements Custodian {
  readonly #keychain: Keychain;
  readonly #keyEntry: string;
  readonly #profileId: string;
  readonly #decode: (hex: string) => StoreKey;

  constructor(keychain: Keychain, profileId: string, decode: (hex: string) => StoreKey) {
    this.#keychain = keychain;
    this.#profileId = profileId;
    this.#keyEntry = `${profileId}/store-key`;
    this.#decode = decode;
  }

  async loadKey(): Promise<StoreKey | null> {
    const hex = await this.#keychain.get(this.#keyEntry);
    return hex === null ? null : this.#decode(hex);
  }

  saveKey(key: StoreKey): Promise<void> {
    return this.#keychain.set(this.#keyEntry, key.toHex());
  }

  getSecret(name: string): Promise<string | null> {
    return this.#keychain.get(this.#secretEntry(name));
  }

  setSecret(name: string, value: string): Promise<void> {
    return this.#keychain.set(this.#secretEntry(name), value);
  }

  async deleteSecret(name: string): Promise<void> {
    await this.#keychain.delete(this.#secretEntry(name));
  }

  async destroy(secrets: readonly string[]): Promise<string[]> {
    const gone: string[] = [];
    if (await this.#keychain.delete(this.#keyEntry)) gone.push('the key in the keychain');
    let count = 0;
    for (const name of secrets) if (await this.#keychain.delete(this.#secretEntry(name))) count++;
    if (count > 0) gone.push(`${count} ${count === 1 ? 'secret' : 'secrets'} in the keychain`);
    return gone;
  }

  async remains(secrets: readonly string[]): Promise<string[]> {
    const left: string[] = [];
    if ((await this.#keychain.get(this.#keyEntry)) !== null) left.push('the key in the keychain');
    for (const name of secrets) {
      if ((await this.getSecret(name)) !== null) left.push('a secret in the keychain');
    }
    return left;
  }

  #secretEntry(name: string): string {
    return `${this.#profileId}/secret/${name}`;
  }
}
