import { AsyncEntry } from '@napi-rs/keyring';
import { KeyError } from './key-errors.ts';

/** The keychain of the operating system: named texts that only this user's programs get. */
export interface Keychain {
  /** What people call it. */
  readonly name: string;
  /** Resolves to `null` when there is no such entry. Rejects with KeyError when the keychain does not answer. */
  get(account: string): Promise<string | null>;
  set(account: string, value: string): Promise<void>;
  /** Resolves to whether there was such an entry. */
  delete(account: string): Promise<boolean>;
}

/** How long a user may take to unlock the keychain, in milliseconds. */
const ANSWER_MS = 120_000;

const NAMES: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'macOS Keychain',
  win32: 'Windows Credential Manager',
  linux: 'Secret Service',
};

/**
 * The system's keychain. On Linux only a Secret Service will do (GNOME Keyring, KWallet, KeePassXC): the kernel's
 * keyring, which the library would otherwise fall back to, forgets everything when the machine is switched off.
 */
export function systemKeychain(service = 'Skein'): Keychain {
  const entry = (account: string) => new AsyncEntry(service, account, { linux: { store: 'secret-service' } });
  return {
    name: keychainName(),
    get: (account) => ask(async () => (await entry(account).getPassword()) ?? null),
    set: (account, value) => ask(() => entry(account).setPassword(value)),
    delete: (account) => ask(() => entry(account).deleteCredential()),
  };
}

/** Whether the keychain can really keep something: one that can only be read must not be given the only key. */
export async function canKeep(keychain: Keychain, account: string): Promise<boolean> {
  try {
    await keychain.set(account, 'probe');
    const kept = (await keychain.get(account)) === 'probe';
    await keychain.delete(account);
    return kept;
  } catch (error) {
    if (error instanceof KeyError) return false;
    throw error;
  }
}

function keychainName(): string {
  const name = NAMES[process.platform] ?? 'keychain';
  const desktop = process.platform === 'linux' ? process.env.XDG_CURRENT_DESKTOP : undefined;
  return desktop ? `${name} (${desktop})` : name;
}

async function ask<T>(question: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new KeyError('keychain-locked', 'The keychain does not answer.')),
      ANSWER_MS,
    );
  });
  try {
    return await Promise.race([question(), tooLate]);
  } catch (error) {
    throw error instanceof KeyError ? error : fromLibrary(error);
  } finally {
    clearTimeout(timer);
  }
}

function fromLibrary(error: unknown): KeyError {
  const detail = error instanceof Error ? error.message : String(error);
  return /lock|dismiss|prompt/i.test(detail)
    ? new KeyError('keychain-locked', 'The keychain is locked.', { detail, cause: error })
    : new KeyError('keychain-unavailable', 'There is no keychain that can be used.', {
        detail,
        cause: error,
      });
}
