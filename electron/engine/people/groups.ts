/** Groups of recipients that the user named: kept, changed, removed, and each of that taken back. */
import { recordAction } from '#engine/actions/journal.ts';
import type { Undone } from '#engine/actions/undo.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Database, Tx } from '#engine/store/transaction.ts';
import type { RecipientGroup, RecipientGroupChange } from '#shared/contract/groups.ts';
import type { Address } from '#shared/contract/model.ts';
import { addressKey } from '#shared/text/address-validation.ts';
import { identityValue } from './identities.ts';

interface Row {
  id: string;
  name: string;
  members: string;
}

const toGroup = ({ members, ...row }: Row): RecipientGroup => ({ ...row, members: JSON.parse(members) });

export function listGroups(db: Database): RecipientGroup[] {
  const rows = prepare(db, 'SELECT id, name, members FROM recipient_group ORDER BY name COLLATE NOCASE, id');
  return (rows.all() as Row[]).map(toGroup);
}

const find = (db: Database, id: string) => listGroups(db).find((group) => group.id === id) ?? null;

function put(tx: Tx, { id, name, members }: RecipientGroup): void {
  prepare(
    tx.db,
    `INSERT INTO recipient_group (id, name, members) VALUES (@id, @name, @members)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, members = excluded.members`,
  ).run({ id, name, members: JSON.stringify(members) });
  tx.changed.settings();
}

function drop(tx: Tx, id: string): void {
  prepare(tx.db, 'DELETE FROM recipient_group WHERE id = ?').run(id);
  tx.changed.settings();
}

/** `before` is what an undo brings back; null: it was made then. */
function record(tx: Tx, title: string, id: string, before: RecipientGroup | null): { actionId: string } {
  const undo = { kind: 'custom:group', id, before } as const;
  return { actionId: recordAction(tx, { kind: 'local', accountId: null, title, payload: null, undo }) };
}

/** Makes one, or changes the one of this id. Nobody is in it twice. */
export function saveGroup(tx: Tx, change: RecipientGroupChange): { id: string; actionId: string } {
  const id = change.id ?? tx.id();
  const before = find(tx.db, id);
  const members = [...new Map(change.members.map((member) => [addressKey(member.address), member])).values()];
  put(tx, { id, name: change.name.trim(), members });
  return { id, ...record(tx, before ? 'Change a group' : 'Make a group', id, before) };
}

export function removeGroup(tx: Tx, id: string): { actionId: string } {
  const before = find(tx.db, id);
  drop(tx, id);
  return record(tx, 'Remove a group', id, before);
}

/** Gives a group back as it was before. */
export function undoGroup(tx: Tx, data: Record<string, unknown>): Undone {
  const before = data.before as RecipientGroup | null;
  if (before) put(tx, before);
  else drop(tx, String(data.id));
  return { undone: true, draftId: null };
}

const isIn = (addresses: ReadonlySet<string>) => (member: Address) =>
  addresses.has(identityValue('mail', member.address));

/** The groups with one of these addresses, which are normalised. */
export function groupsWith(db: Database, addresses: ReadonlySet<string>): RecipientGroup[] {
  return listGroups(db).filter(({ members }) => members.some(isIn(addresses)));
}

/** Takes erased people out of every group, and deletes what would bring a group back with them. */
export function forgetInGroups(tx: Tx, addresses: ReadonlySet<string>): void {
  const erased = isIn(addresses);
  for (const group of groupsWith(tx.db, addresses)) {
    const members = group.members.filter((member) => !erased(member));
    if (members.length > 0) put(tx, { ...group, members });
    else drop(tx, group.id);
  }
  const undoable = prepare(
    tx.db,
    `DELETE FROM action WHERE json_extract(undo, '$.kind') = 'custom:group' AND instr(lower(undo), ?) > 0`,
  );
  for (const address of addresses) undoable.run(address);
}

export const groupCommands = { 'group.save': saveGroup, 'group.remove': removeGroup };

export const groupQueries = { 'group.list': (db: Database, _: null) => listGroups(db) };
