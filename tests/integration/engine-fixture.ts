import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Engine } from '#engine/engine.ts';
import { Session } from '#engine/session.ts';
import type { MailSettings } from '#shared/contract/accounts.ts';
import { copyBuiltEngine } from './built-engine.ts';

/** A profile with a running engine, in the process of the test; its workers are the built ones. */
export interface RunningEngine {
  engine: Engine;
  /** Its directory. */
  profile: string;
  /** Ends the engine; another one may be opened on the profile. */
  end(): Promise<void>;
  /** Ends the engine and removes the profile. */
  close(): Promise<void>;
}

/** Opens the engine on a new profile, without an account, or on that of one that has ended. */
export async function openEngine(
  profile = mkdtempSync(join(tmpdir(), 'skein-engine-')),
): Promise<RunningEngine> {
  const built = await copyBuiltEngine();
  const worker = (name: string) => pathToFileURL(join(built.directory, `${name}.js`));
  const bus = process.env.DBUS_SESSION_BUS_ADDRESS;
  // Without a session bus there is no keychain, so that the profile is a passphrase's and leaves nothing behind.
  delete process.env.DBUS_SESSION_BUS_ADDRESS;
  const session = await Session.open({
    profile,
    version: 'test',
    addon: process.env.SKEIN_SQLITE_ADDON ?? null,
    workers: {
      database: worker('db-worker'),
      mime: worker('mime-worker'),
      spelling: worker('spell-worker'),
    },
    onArrived: () => {},
    onBack: () => {},
    onOverdue: () => {},
    onReady: () => {},
    log: () => {},
  });
  await session.unlock('correct horse battery staple');
  if (bus !== undefined) process.env.DBUS_SESSION_BUS_ADDRESS = bus;
  const engine = await session.engine();
  const end = async () => {
    await session.close();
    built.remove();
  };
  return {
    engine,
    profile,
    end,
    close: async () => {
      await end();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** Opens the engine on a new profile with one mail account, connected and synced once. */
export async function startEngine(account: {
  address: string;
  password: string;
  settings: MailSettings;
}): Promise<RunningEngine & { accountId: string }> {
  const running = await openEngine();
  const { engine } = running;
  const { id } = await engine.accounts.addMail({
    address: account.address,
    name: 'Alice Marlow',
    settings: account.settings,
    password: account.password,
  });
  await engine.supervisor.mail(id)?.imap.syncNow();
  return { ...running, accountId: id };
}
