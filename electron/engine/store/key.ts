import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { backups } from './backup.ts';
import { type Custodian, KeychainCustodian } from './custody.ts';
import { KeyError } from './key-errors.ts';
import { canKeep, type Keychain, systemKeychain } from './keychain.ts';
import { destroyFiles, PassphraseCustodian } from './passphrase-custodian.ts';
import { type ProfilePaths, profilePaths } from './paths.ts';
import { type ProfileDescription, readDescription, writeDescription } from './profile-description.ts';
import { isProfileFile } from './profile-files.ts';
import { SecretKeeper } from './secret-keeper.ts';
import { pageIsAuthentic } from './sqlcipher-page.ts';
import { StoreKey } from './store-key.ts';

export { KeyError } from './key-errors.ts';
export { SecretKeeper } from './secret-keeper.ts';
export { StoreKey } from './store-key.ts';

/** What has to happen before the store can be opened; the contract's sessionStatus. */
export interface CustodyState {
  /** `ready`: `key()` answers. `locked`: unlock first. `choose`: no keychain here, a passphrase must be chosen. */
  state: 'ready' | 'locked' | 'choose';
  /** The keychain's name; `null` for a profile with a passphrase or where there is none. */
  keychain: string | null;
}

/** Keeps the key of a profile's store and its accounts' secrets, and never makes a new key over an existing store. */
export class KeyCustody {
  /** The accounts' passwords and tokens. */
  readonly secrets: SecretKeeper;
  readonly #paths: ProfilePaths;
  readonly #keychain: Keychain;
  #description: ProfileDescription;
  #custodian: Custodian | null = null;

  private constructor(paths: ProfilePaths, keychain: Keychain, description: ProfileDescription) {
    this.#paths = paths;
    this.#keychain = keychain;
    this.#description = description;
    if (description.custody === 'keychain') this.#custodian = this.#keychainCustodian();
    this.secrets = new SecretKeeper({
      custodian: () => this.#openCustodian(),
      names: () => this.#description.secrets,
      rename: (secrets) => this.#describe({ secrets }),
    });
  }

  /** Reads or begins the description of a profile. Throws KeyError `key-file-damaged`. */
  static open(profile: string, options: { keychain?: Keychain } = {}): KeyCustody {
    const paths = profilePaths(profile);
    mkdirSync(profile, { recursive: true, mode: 0o700 });
    const description = readDescription(paths) ?? {
      version: 1 as const,
      id: randomUUID(),
      ownsDirectory: readdirSync(profile).every((name) => isProfileFile(name)),
      custody: null,
      keychain: null,
      keyId: null,
      secrets: [],
    };
    return new KeyCustody(paths, options.keychain ?? systemKeychain(), description);
  }

  async state(): Promise<CustodyState> {
    if (this.#description.custody === 'passphrase') {
      return { state: this.#custodian ? 'ready' : 'locked', keychain: null };
    }
    if (this.#description.custody === 'keychain')
      return { state: 'ready', keychain: this.#description.keychain };
    const usable = await canKeep(this.#keychain, `${this.#description.id}/probe`);
    return usable ? { state: 'ready', keychain: this.#keychain.name } : { state: 'choose', keychain: null };
  }

  /**
   * The store's key; a new profile with a keychain is given one. Rejects with KeyError: `key-missing` when there is a
   * store but no key, `keychain-unavailable`, `keychain-locked`, `passphrase-needed`.
   */
  async key(): Promise<StoreKey> {
    if (this.#description.custody === null) {
      this.#refuseOverStore();
      const { state } = await this.state();
      if (state !== 'ready')
        throw new KeyError('keychain-unavailable', 'There is no keychain that can be used.');
      await this.#keep(this.#keychainCustodian(), 'keychain', StoreKey.random());
    }
    const key = await this.#openCustodian().loadKey();
    if (key) return key;
    await this.#refuseWhileLocked();
    this.#refuseOverStore();
    const fresh = StoreKey.random();
    await this.#keep(this.#openCustodian(), this.#description.custody ?? 'keychain', fresh);
    return fresh;
  }

  /** Opens a passphrase profile. Rejects with KeyError `passphrase-wrong`, `key-file-damaged`, `key-missing`. */
  async unlock(passphrase: string): Promise<void> {
    const custodian = await PassphraseCustodian.open(this.#paths, this.#description.id, passphrase);
    if (!(await custodian.loadKey())) {
      throw new KeyError('key-missing', 'key.json, in which the wrapped key was kept, is gone.');
    }
    this.#custodian = custodian;
  }

  /** Makes a new profile one with a passphrase. Rejects with KeyError `passphrase-empty`, `key-missing`. */
  async choosePassphrase(passphrase: string): Promise<void> {
    if (this.#description.custody !== null) {
      throw new KeyError('passphrase-needed', 'This profile has its key already.');
    }
    this.#refuseOverStore();
    const custodian = await PassphraseCustodian.open(this.#paths, this.#description.id, passphrase);
    await this.#keep(custodian, 'passphrase', StoreKey.random());
  }

  /** The key in hexadecimal, for a safe place: with it, any SQLCipher 4 tool opens the store. */
  async exportKey(): Promise<string> {
    return (await this.key()).toHex();
  }

  /**
   * Takes an exported key for this profile, into the keychain, or under `passphrase` when one is given. The secrets of
   * a lost custody must be entered again. Rejects with KeyError: `key-malformed`, `key-wrong` when it does not open
   * the profile's store, `keychain-unavailable`.
   */
  async importKey(hex: string, options: { passphrase?: string } = {}): Promise<void> {
    const key = this.#ownKey(hex);
    if (options.passphrase === undefined) {
      await this.#keep(this.#keychainCustodian(), 'keychain', key);
    } else {
      destroyFiles(this.#paths);
      const custodian = await PassphraseCustodian.open(this.#paths, this.#description.id, options.passphrase);
      await this.#keep(custodian, 'passphrase', key);
    }
  }

  /** Checks an exported key against the open store, and keeps it where the keychain has lost it. Rejects as importKey. */
  async confirmKey(hex: string): Promise<void> {
    const key = this.#ownKey(hex);
    if (this.#description.custody === 'keychain')
      await this.#keep(this.#keychainCustodian(), 'keychain', key);
  }

  #ownKey(hex: string): StoreKey {
    const key = StoreKey.fromHex(hex);
    if (sizeOf(this.#paths.store) > 0 && !pageIsAuthentic(this.#paths.store, 1, key)) {
      throw new KeyError('key-wrong', 'This key does not open the store of this profile.');
    }
    return key;
  }

  /** Removes the key, which makes the store unreadable for good, then all secrets. Returns what was removed, in words. */
  async destroy(): Promise<string[]> {
    const files = destroyFiles(this.#paths);
    const entries = this.#description.custody === 'keychain' ? await this.#destroyEntries() : [];
    return [...entries, ...files];
  }

  /** What is still there after `destroy`, in words: nothing. */
  async remains(): Promise<string[]> {
    const files = [this.#paths.wrappedKey, this.#paths.secrets].filter((path) => existsSync(path));
    if (this.#description.custody !== 'keychain') return files;
    return [...(await this.#keychainCustodian().remains(this.#description.secrets)), ...files];
  }

  /** Everything in the profile's directory was made by Skein or its window. */
  get ownsDirectory(): boolean {
    return this.#description.ownsDirectory;
  }

  #destroyEntries(): Promise<string[]> {
    return this.#keychainCustodian().destroy(this.#description.secrets);
  }

  async #keep(custodian: Custodian, custody: 'keychain' | 'passphrase', key: StoreKey): Promise<void> {
    // The id stands in the entries' names: it must not get lost once they exist.
    this.#describe({});
    await custodian.saveKey(key);
    const kept = await custodian.loadKey();
    if (!kept?.equals(key)) throw new KeyError('keychain-unavailable', 'The keychain did not keep the key.');
    this.#custodian = custodian;
    this.#describe({
      custody,
      keychain: custody === 'keychain' ? this.#keychain.name : null,
      keyId: key.fingerprint(),
    });
  }

  /** A locked keychain may answer that there is no entry; then the key is not missing, it is behind the lock. */
  async #refuseWhileLocked(): Promise<void> {
    if (this.#description.custody !== 'keychain') return;
    if (await canKeep(this.#keychain, `${this.#description.id}/probe`)) return;
    throw new KeyError(
      'keychain-locked',
      `The keychain (${this.#keychain.name}) is locked or cannot be used.`,
    );
  }

  #refuseOverStore(): void {
    const stores = sizeOf(this.#paths.store) > 0 || backups(this.#paths.backups).length > 0;
    if (!stores) return;
    const where = this.#description.keychain ? ` It was sealed by ${this.#description.keychain}.` : '';
    throw new KeyError('key-missing', `The key of this profile's store is not there.${where}`);
  }

  #openCustodian(): Custodian {
    if (this.#custodian) return this.#custodian;
    if (this.#description.custody === null) throw new KeyError('key-missing', 'This profile has no key yet.');
    throw new KeyError('passphrase-needed', 'This profile is locked by a passphrase.');
  }

  #keychainCustodian(): Custodian {
    return new KeychainCustodian(this.#keychain, this.#description.id, StoreKey.fromHex);
  }

  #describe(change: Partial<ProfileDescription>): void {
    this.#description = { ...this.#description, ...change };
    writeDescription(this.#paths, this.#description);
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
