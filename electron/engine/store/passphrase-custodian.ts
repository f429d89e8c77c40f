import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { z } from 'zod';
import type { Custodian } from './custody.ts';
import { replaceFile } from './files.ts';
import { KeyError } from './key-errors.ts';
import { seal, sealedBytes, unseal, unwrap, wrap, wrappedKeys } from './passphrase.ts';
import type { ProfilePaths } from './paths.ts';
import { StoreKey } from './store-key.ts';

const KEY_SIZE = 32;
const secretsFile = z.object({ version: z.literal(1), secrets: z.record(z.string(), sealedBytes) });

/**
 * The store's key and a second random key for the accounts' secrets, both wrapped by the passphrase in key.json, and
 * the secrets, each encrypted on its own, in secrets.json.
 */
export class PassphraseCustodian implements Custodian {
  readonly #paths: ProfilePaths;
  readonly #profileId: string;
  readonly #passphrase: string;
  #keys: { store: StoreKey; secrets: Buffer } | null = null;

  private constructor(paths: ProfilePaths, profileId: string, passphrase: string) {
    this.#paths = paths;
    this.#profileId = profileId;
    this.#passphrase = passphrase;
  }

  /** Opens key.json, or is ready to make it when it is not there. Rejects with KeyError `passphrase-wrong`, `key-file-damaged`. */
  static async open(
    paths: ProfilePaths,
    profileId: string,
    passphrase: string,
  ): Promise<PassphraseCustodian> {
    const custodian = new PassphraseCustodian(paths, profileId, passphrase);
    if (existsSync(paths.wrappedKey)) await custodian.#unwrap();
    return custodian;
  }

  async loadKey(): Promise<StoreKey | null> {
    return this.#keys?.store ?? null;
  }

  async saveKey(key: StoreKey): Promise<void> {
    const secrets = this.#keys?.secrets ?? randomBytes(KEY_SIZE);
    const both = Buffer.concat([key.toBytes(), secrets]);
    const wrapped = await wrap(both, this.#passphrase, this.#context('keys'));
    both.fill(0);
    replaceFile(this.#paths.wrappedKey, `${JSON.stringify(wrapped, null, 2)}\n`);
    this.#keys = { store: key, secrets };
  }

  async getSecret(name: string): Promise<string | null> {
    const sealed = this.#readSecrets()[name];
    if (!sealed) return null;
    try {
      return unseal(this.#open().secrets, sealed, this.#context(name)).toString('utf8');
    } catch (error) {
      throw new KeyError('key-file-damaged', 'A secret in secrets.json is damaged.', {
        advice: 'Enter the password of the account again.',
        cause: error,
      });
    }
  }

  async setSecret(name: string, value: string): Promise<void> {
    const secrets = this.#readSecrets();
    secrets[name] = seal(this.#open().secrets, Buffer.from(value), this.#context(name));
    this.#writeSecrets(secrets);
  }

  async deleteSecret(name: string): Promise<void> {
    const { [name]: _gone, ...rest } = this.#readSecrets();
    this.#writeSecrets(rest);
  }

  async destroy(): Promise<string[]> {
    return destroyFiles(this.#paths);
  }

  async remains(): Promise<string[]> {
    return [this.#paths.wrappedKey, this.#paths.secrets].filter((path) => existsSync(path));
  }

  async #unwrap(): Promise<void> {
    let wrapped: z.infer<typeof wrappedKeys>;
    try {
      wrapped = wrappedKeys.parse(JSON.parse(readFileSync(this.#paths.wrappedKey, 'utf8')));
    } catch (error) {
      throw new KeyError('key-file-damaged', 'key.json cannot be read.', { cause: error });
    }
    const both = await unwrap(wrapped, this.#passphrase, this.#context('keys'));
    this.#keys = {
      store: StoreKey.fromBytes(both.subarray(0, KEY_SIZE)),
      secrets: Buffer.from(both.subarray(KEY_SIZE)),
    };
    both.fill(0);
  }

  #open(): { store: StoreKey; secrets: Buffer } {
    if (!this.#keys) throw new KeyError('passphrase-needed', 'The profile is locked.');
    return this.#keys;
  }

  /** A sealed text moved to another name or another profile does not open there. */
  #context(name: string): string {
    return `skein ${this.#profileId} ${name}`;
  }

  #readSecrets(): Record<string, z.infer<typeof sealedBytes>> {
    if (!existsSync(this.#paths.secrets)) return {};
    try {
      return secretsFile.parse(JSON.parse(readFileSync(this.#paths.secrets, 'utf8'))).secrets;
    } catch (error) {
      throw new KeyError('key-file-damaged', 'secrets.json cannot be read.', {
        advice: 'Restore secrets.json from a backup of the profile.',
        cause: error,
      });
    }
  }

  #writeSecrets(secrets: Record<string, z.infer<typeof sealedBytes>>): void {
    replaceFile(this.#paths.secrets, `${JSON.stringify({ version: 1, secrets }, null, 2)}\n`);
  }
}

/** Overwrites and removes the files the keys lie in; needs no passphrase. Returns what was removed, in words. */
export function destroyFiles(paths: ProfilePaths): string[] {
  const gone: string[] = [];
  if (overwrite(paths.wrappedKey)) gone.push('the wrapped key');
  if (overwrite(paths.secrets)) gone.push("the accounts' secrets");
  return gone;
}

function overwrite(path: string): boolean {
  if (!existsSync(path)) return false;
  const file = openSync(path, 'r+');
  try {
    writeSync(file, randomBytes(statSync(path).size), 0, undefined, 0);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  rmSync(path);
  return true;
}
