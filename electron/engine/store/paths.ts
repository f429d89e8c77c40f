import { join } from 'node:path';

/** Where the files of a profile lie. */
export interface ProfilePaths {
  profile: string;
  store: string;
  wal: string;
  shm: string;
  /** Held locked while an engine uses the profile; always empty. */
  lock: string;
  /** There while the store is open: after a crash it is still there. */
  marker: string;
  backups: string;
  content: string;
  /** The profile's id and who keeps its key; no secret. */
  description: string;
  /** The key, wrapped by the passphrase; only where there is no keychain. */
  wrappedKey: string;
  /** Accounts' secrets, encrypted; only where there is no keychain. */
  secrets: string;
}

/** The paths of everything the engine keeps below `profile`. */
export function profilePaths(profile: string): ProfilePaths {
  const store = join(profile, 'store.db');
  return {
    profile,
    store,
    wal: `${store}-wal`,
    shm: `${store}-shm`,
    lock: join(profile, 'store.lock'),
    marker: join(profile, 'store.open'),
    backups: join(profile, 'backups'),
    content: join(profile, 'content'),
    description: join(profile, 'profile.json'),
    wrappedKey: join(profile, 'key.json'),
    secrets: join(profile, 'secrets.json'),
  };
}

/** A time as it stands in file names: 20261122T030405.678Z. */
export function fileTime(ms: number): string {
  return new Date(ms).toISOString().replace(/[-:]/g, '');
}
