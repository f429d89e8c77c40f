/** A profile opened by a measurement, without a window. */
import { Session, type SessionOptions } from '#engine/session.ts';

export const PASSPHRASE = 'a passphrase for measuring only';

/** The engine's workers as the app uses them, two folders above the compiled measurement. */
const workers = {
  database: new URL('../engine/db-worker.js', import.meta.url),
  mime: new URL('../engine/mime-worker.js', import.meta.url),
  spelling: new URL('../engine/spell-worker.js', import.meta.url),
};

/** Opens `profile` with nothing connected. Rejects with KeyError or StoreError. */
export function openProfile(profile: string, log: SessionOptions['log'] = () => {}): Promise<Session> {
  return Session.open({
    profile,
    version: 'bench',
    addon: process.env.SKEIN_SQLITE_ADDON ?? null,
    connect: false,
    workers,
    onArrived: () => {},
    onBack: () => {},
    onOverdue: () => {},
    onReady: () => {},
    log,
  });
}
