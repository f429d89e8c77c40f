import { forgetInGroups } from '#engine/people/groups.ts';
import { identityValue, myIdentities } from '#engine/people/identities.ts';
import { forgetRulesAbout } from '#engine/rules/forget.ts';
import { forgetSectionsAbout } from '#engine/sections/forget.ts';
import { getSettings, setSettings } from '#engine/store/repositories/settings.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Tx } from '#engine/store/transaction.ts';

interface IdentityRow {
  id: string;
  kind: 'mail' | 'phone';
  value: string;
  display: string;
}

/** Forgets those of the identities that no message names any more, and contacts left without any. */
export function forgetIdentities(tx: Tx, ids: readonly string[]): void {
  const { db } = tx;
  const mine = myIdentities(db);
  const contactOf = prepare(db, 'SELECT contact_id FROM identity WHERE id = ?').pluck();
  const named = prepare(db, 'SELECT 1 FROM message_address WHERE identity_id = ? LIMIT 1');
  const remove = prepare(db, 'DELETE FROM identity WHERE id = ?');
  for (const id of ids) {
    const contactId = contactOf.get(id) as string | undefined;
    if (contactId === undefined || mine.has(id) || named.get(id) !== undefined) continue;
    remove.run(id);
    prepare(db, 'DELETE FROM user_fact WHERE a = @id OR b = @id').run({ id });
    forgetActsOn(tx, id);
    if (removeEmptyContact(tx, contactId)) forgetActsOn(tx, contactId);
    tx.changed.people();
  }
}

/**
 * Forgets a contact whose own messages are erased. Addresses that other people's messages still name become contacts
 * of their own again, without a name and without what joined them.
 */
export function forgetContact(tx: Tx, contactId: string): void {
  const { db } = tx;
  const identities = prepare<IdentityRow>(
    db,
    'SELECT id, kind, value, display FROM identity WHERE contact_id = ?',
  ).all(contactId);
  forgetConsent(tx, identities);
  for (const identity of identities) {
    prepare(db, 'DELETE FROM suggestion WHERE identity_id = ?').run(identity.id);
    prepare(db, 'DELETE FROM signed_number WHERE identity_id = ?').run(identity.id);
    prepare(db, 'DELETE FROM user_fact WHERE a = @id OR b = @id').run({ id: identity.id });
    forgetActsOn(tx, identity.id);
  }
  forgetIdentities(
    tx,
    identities.map((identity) => identity.id),
  );
  const stillNamed = prepare(db, 'SELECT 1 FROM identity WHERE id = ?');
  for (const identity of identities) if (stillNamed.get(identity.id) !== undefined) bare(tx, identity);
  prepare(db, 'UPDATE conversation SET contact_id = NULL WHERE contact_id = ?').run(contactId);
  prepare(db, 'UPDATE thread SET contact_id = NULL WHERE contact_id = ?').run(contactId);
  prepare(db, 'DELETE FROM contact WHERE id = ?').run(contactId);
  forgetActsOn(tx, contactId);
  tx.changed.people();
}

function bare(tx: Tx, identity: IdentityRow): void {
  const contactId = tx.id();
  prepare(tx.db, "INSERT INTO contact (id, name, name_source) VALUES (?, ?, 'address')").run(
    contactId,
    identity.display,
  );
  prepare(
    tx.db,
    `UPDATE identity SET contact_id = ?, name = '', evidence = ?, joined_by = 'itself', used = 0, used_at = NULL
     WHERE id = ?`,
  ).run(contactId, identity.kind === 'mail' ? 'seen in an email' : 'seen in a text', identity.id);
}

function removeEmptyContact(tx: Tx, contactId: string): boolean {
  return (
    prepare(
      tx.db,
      `DELETE FROM contact WHERE id = @id
         AND NOT EXISTS (SELECT 1 FROM identity WHERE contact_id = @id)
         AND NOT EXISTS (SELECT 1 FROM thread WHERE contact_id = @id)
         AND NOT EXISTS (SELECT 1 FROM conversation WHERE contact_id = @id)`,
    ).run({ id: contactId }).changes > 0
  );
}

/** Acts on people name them in their titles and keep their old names in order to be undone. */
function forgetActsOn(tx: Tx, id: string): void {
  prepare(tx.db, 'DELETE FROM action WHERE instr(payload, @id) > 0 OR instr(undo, @id) > 0').run({ id });
}

function forgetConsent(tx: Tx, identities: readonly IdentityRow[]): void {
  const theirs = new Set(identities.filter(({ kind }) => kind === 'mail').map(({ value }) => value));
  const settings = getSettings(tx.db);
  for (const list of ['sendersWithRemoteImages', 'sendersWithoutRemoteImages'] as const) {
    const rest = settings[list].filter((sender) => !theirs.has(identityValue('mail', sender)));
    if (rest.length < settings[list].length) setSettings(tx, { [list]: rest });
  }
  forgetRulesAbout(tx, theirs);
  forgetSectionsAbout(tx, theirs);
  forgetInGroups(tx, theirs);
}
