/** The user's choices, one row each, with defaults for what was never chosen. */
import { type Settings, settings as settingsSchema } from '#shared/contract/settings.ts';
import { prepare } from '../statements.ts';
import type { Database, Tx } from '../transaction.ts';

const DEFAULTS: Settings = {
  theme: 'system',
  density: 'comfortable',
  undoSendSeconds: 10,
  singleKeyShortcuts: true,
  joinPeople: true,
  notifications: 'all',
  hintsSeen: [],
  personPane: true,
  placesCollapsed: false,
  listWidth: 392,
  shortcuts: {},
  closeToTray: false,
  composeFormat: 'rich',
  formattingBar: true,
  spellcheck: true,
  spellingLanguages: [],
  sendersWithRemoteImages: [],
  sendersWithoutRemoteImages: [],
};

/** All settings; a stored value that no longer fits its type counts as never chosen. */
export function getSettings(db: Database): Settings {
  const found: Record<string, unknown> = { ...DEFAULTS };
  for (const { key, value } of prepare(db, 'SELECT key, value FROM setting').all() as {
    key: string;
    value: string;
  }[]) {
    const field = settingsSchema.shape[key as keyof Settings];
    const parsed = field?.safeParse(JSON.parse(value));
    if (parsed?.success) found[key] = parsed.data;
  }
  return found as Settings;
}

/** Changes the settings named and returns all of them. */
export function setSettings(tx: Tx, change: Partial<Settings>): Settings {
  const put = prepare(
    tx.db,
    'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  );
  for (const [key, value] of Object.entries(change))
    if (value !== undefined) put.run(key, JSON.stringify(value));
  tx.changed.settings();
  return getSettings(tx.db);
}
