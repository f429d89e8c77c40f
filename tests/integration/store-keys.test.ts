import { execFile, execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openConnection } from '#engine/store/connection.ts';
import { KeyCustody, StoreKey } from '#engine/store/key.ts';
import { KeyError } from '#engine/store/key-errors.ts';
import type { Keychain } from '#engine/store/keychain.ts';
import { buildEntry, temporaryDirectory } from '../unit/store/support/build-worker.ts';
import { unlockProfile } from './unlock-profile.ts';

const run = promisify(execFile);
const directories: string[] = [];
const PASSPHRASE = 'correct horse battery staple';

function newDirectory(): string {
  const directory = temporaryDirectory();
  directories.push(directory);
  return directory;
}
afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
});

/** A keychain in memory for what a real one cannot be made to do: lose an entry, not answer. */
function memoryKeychain(entries = new Map<string, string>()): Keychain & { entries: Map<string, string> } {
  return {
    name: 'memory',
    entries,
    get: async (name) => entries.get(name) ?? null,
    set: async (name, value) => void entries.set(name, value),
    delete: async (name) => entries.delete(name),
  };
}

const none: Keychain = {
  name: 'none',
  get: () => Promise.reject(new KeyError('keychain-unavailable', 'There is no keychain that can be used.')),
  set: () => Promise.reject(new KeyError('keychain-unavailable', 'There is no keychain that can be used.')),
  delete: () =>
    Promise.reject(new KeyError('keychain-unavailable', 'There is no keychain that can be used.')),
};

function makeStore(profile: string, key: StoreKey): void {
  const db = openConnection({ path: join(profile, 'store.db'), key, mode: 'writer' });
  db.exec('CREATE TABLE note (text)');
  db.close();
}

/** Everything below a directory, as one text. */
function allBytes(directory: string): string {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)).toString('latin1'))
    .join('\n');
}

const hasKeyring = ['dbus-run-session', 'gnome-keyring-daemon'].every((program) => {
  try {
    execFileSync('which', [program]);
    return true;
  } catch {
    return false;
  }
});
if (!hasKeyring)
  console.warn('Skipped: the keychain of a real session (dbus-run-session and gnome-keyring are missing).');

describe.skipIf(!hasKeyring)('a profile with a real GNOME Keyring', () => {
  let program: string;
  let home: string;

  beforeAll(async () => {
    program = fileURLToPath(await buildEntry(new URL('store-keys-in-session.ts', import.meta.url)));
    directories.push(join(program, '..'));
    home = newDirectory();
  });

  /** A session of its own each time, so that what is found again was really kept by the keyring. */
  async function inSession(
    profile: string,
    steps: string[],
    unlock = 'echo -n pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null && ',
  ) {
    const { stdout } = await run(
      'dbus-run-session',
      ['--', 'sh', '-c', `${unlock}exec "$0" "$@"`, process.execPath, program, profile, ...steps],
      {
        env: {
          ...process.env,
          HOME: home,
          XDG_DATA_HOME: join(home, 'data'),
          XDG_RUNTIME_DIR: home,
          XDG_CURRENT_DESKTOP: 'GNOME',
          // With a display the keyring would ask for its password in a window, and wait for it.
          DISPLAY: undefined,
          WAYLAND_DISPLAY: undefined,
        },
        timeout: 60_000,
      },
    );
    return stdout
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  it('finds its key and secrets again in the next session, and writes none of them to its directory', async () => {
    const profile = newDirectory();
    const [first, , secret, exported] = await inSession(profile, [
      'key',
      'set=account-1=päss=word',
      'get=account-1',
      'export',
    ]);
    expect(first?.state).toEqual({ state: 'ready', keychain: 'Secret Service (GNOME)' });
    expect(secret).toEqual({ get: 'päss' });
    const [second, again, names] = await inSession(profile, ['key', 'get=account-1', 'names']);
    expect(second?.fingerprint).toBe(first?.fingerprint);
    expect(again).toEqual({ get: 'päss' });
    expect(names).toEqual({ names: ['account-1'] });
    const files = allBytes(profile);
    expect(files).not.toContain(exported?.hex);
    expect(files).not.toContain('päss');
    expect(readdirSync(profile)).toEqual(['profile.json']);
  });

  it('keeps two profiles apart, and destroys the entries of one only', async () => {
    const [one, two] = [newDirectory(), newDirectory()];
    const [keyOne] = await inSession(one, ['key', 'set=account=first']);
    const [keyTwo] = await inSession(two, ['key', 'set=account=second']);
    expect(keyOne?.fingerprint).not.toBe(keyTwo?.fingerprint);
    const [destroyed] = await inSession(one, ['destroy']);
    expect(destroyed).toEqual({
      destroyed: ['the key in the keychain', '1 secret in the keychain'],
      remains: [],
    });
    expect(await inSession(two, ['key', 'get=account'])).toEqual([keyTwo, { get: 'second' }]);
  });

  it('says that the keychain is locked, not that the key is gone, when the session did not unlock it', async () => {
    const profile = newDirectory();
    const [key] = await inSession(profile, ['key']);
    const before = readFileSync(join(profile, 'profile.json'), 'utf8');
    const [refused] = await inSession(profile, ['key'], '');
    expect(refused).toMatchObject({ code: 'keychain-locked' });
    expect(readFileSync(join(profile, 'profile.json'), 'utf8')).toBe(before);
    expect(await inSession(profile, ['key'])).toEqual([key]);
  });

  it('says that there is no keychain when its service cannot keep anything', async () => {
    const profile = newDirectory();
    const [refused] = await inSession(profile, ['key'], '');
    expect(refused).toMatchObject({
      code: 'keychain-unavailable',
      advice: expect.stringContaining('passphrase'),
    });
    expect(readdirSync(profile)).toEqual([]);
  });
});

describe('a profile with a passphrase', () => {
  it('is what a new profile without a keychain becomes, by choice only', async () => {
    const profile = newDirectory();
    await expect(unlockProfile(profile, { keychain: none })).rejects.toMatchObject({
      code: 'keychain-unavailable',
    });
    expect(await KeyCustody.open(profile, { keychain: none }).state()).toEqual({
      state: 'choose',
      keychain: null,
    });
    await expect(unlockProfile(profile, { keychain: none, passphrase: '  ' })).rejects.toMatchObject({
      code: 'passphrase-empty',
    });
    const { custody, key } = await unlockProfile(profile, { keychain: none, passphrase: PASSPHRASE });
    await custody.secrets.set('account-1', 'hunter2');
    const locked = KeyCustody.open(profile, { keychain: none });
    expect(await locked.state()).toEqual({ state: 'locked', keychain: null });
    await expect(locked.key()).rejects.toMatchObject({ code: 'passphrase-needed' });
    await expect(locked.secrets.get('account-1')).rejects.toMatchObject({ code: 'passphrase-needed' });
    await expect(locked.unlock('Correct horse battery staple')).rejects.toMatchObject({
      code: 'passphrase-wrong',
    });
    await locked.unlock(PASSPHRASE);
    expect((await locked.key()).equals(key)).toBe(true);
    expect(await locked.secrets.get('account-1')).toBe('hunter2');
    await locked.secrets.delete('account-1');
    expect(await locked.secrets.get('account-1')).toBeNull();
  });

  it('writes neither key, nor secret, nor passphrase, into files only its owner reads', async () => {
    const profile = newDirectory();
    const { custody, key } = await unlockProfile(profile, { keychain: none, passphrase: PASSPHRASE });
    await custody.secrets.set('account-1', 'hunter2');
    const files = allBytes(profile);
    for (const secret of [key.toHex(), key.toBytes().toString('base64'), 'hunter2', 'horse']) {
      expect(files).not.toContain(secret);
    }
    for (const name of ['key.json', 'secrets.json', 'profile.json']) {
      expect(statSync(join(profile, name)).mode & 0o077).toBe(0);
    }
    const { kdf } = JSON.parse(readFileSync(join(profile, 'key.json'), 'utf8'));
    expect(kdf).toMatchObject({ name: 'scrypt', N: 2 ** 17, r: 8, p: 1 });
  });

  it('does not open a secret that was moved to another name', async () => {
    const profile = newDirectory();
    const { custody } = await unlockProfile(profile, { keychain: none, passphrase: PASSPHRASE });
    await custody.secrets.set('account-1', 'hunter2');
    const path = join(profile, 'secrets.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('account-1', 'account-2'));
    await expect(custody.secrets.get('account-2')).rejects.toMatchObject({ code: 'key-file-damaged' });
  });

  it('says so when key.json is damaged or gone, and makes no new key', async () => {
    const profile = newDirectory();
    const { key } = await unlockProfile(profile, { keychain: none, passphrase: PASSPHRASE });
    makeStore(profile, key);
    writeFileSync(join(profile, 'key.json'), '{"version":1');
    const again = () => unlockProfile(profile, { keychain: none, passphrase: PASSPHRASE });
    await expect(again()).rejects.toMatchObject({ code: 'key-file-damaged' });
    rmSync(join(profile, 'key.json'));
    await expect(again()).rejects.toMatchObject({ code: 'key-missing' });
    expect(existsSync(join(profile, 'key.json'))).toBe(false);
  });
});

describe('a store whose key is missing', () => {
  it('is never given a new key: the exported one brings it back', async () => {
    const profile = newDirectory();
    const keychain = memoryKeychain();
    const { custody, key } = await unlockProfile(profile, { keychain });
    const exported = await custody.exportKey();
    makeStore(profile, key);
    keychain.entries.clear();
    await expect(unlockProfile(profile, { keychain })).rejects.toMatchObject({
      code: 'key-missing',
      message: expect.stringContaining('memory'),
      advice: expect.stringContaining('import'),
    });
    expect([...keychain.entries]).toEqual([]);
    const rescue = KeyCustody.open(profile, { keychain });
    await expect(rescue.importKey('not a key')).rejects.toMatchObject({ code: 'key-malformed' });
    await expect(rescue.importKey(StoreKey.random().toHex())).rejects.toMatchObject({ code: 'key-wrong' });
    await rescue.importKey(`${exported.slice(0, 32)}\n${exported.slice(32).toUpperCase()}`);
    expect((await unlockProfile(profile, { keychain })).key.equals(key)).toBe(true);
  });

  it('is not given one either when profile.json is gone, or only a backup is left', async () => {
    const profile = newDirectory();
    const keychain = memoryKeychain();
    const { key } = await unlockProfile(profile, { keychain });
    makeStore(profile, key);
    rmSync(join(profile, 'profile.json'));
    await expect(unlockProfile(profile, { keychain })).rejects.toMatchObject({ code: 'key-missing' });
    await expect(unlockProfile(profile, { keychain: none, passphrase: PASSPHRASE })).rejects.toMatchObject({
      code: 'key-missing',
    });
  });

  it('moves from a lost keychain to a passphrase with the exported key', async () => {
    const profile = newDirectory();
    const { key } = await unlockProfile(profile, { keychain: memoryKeychain() });
    makeStore(profile, key);
    await expect(unlockProfile(profile, { keychain: none })).rejects.toMatchObject({
      code: 'keychain-unavailable',
    });
    await KeyCustody.open(profile, { keychain: none }).importKey(key.toHex(), { passphrase: PASSPHRASE });
    const again = await unlockProfile(profile, { keychain: none, passphrase: PASSPHRASE });
    expect(again.key.equals(key)).toBe(true);
  });

  it('is refused a keychain that forgets at once', async () => {
    const profile = newDirectory();
    const forgetful: Keychain = { ...memoryKeychain(), get: async () => null };
    await expect(unlockProfile(profile, { keychain: forgetful })).rejects.toMatchObject({
      code: 'keychain-unavailable',
    });
  });
});
