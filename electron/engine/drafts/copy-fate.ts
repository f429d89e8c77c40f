/** What became of the copies of drafts in the server's Drafts mailbox, as far as a sync can tell. */
import type { DraftRow, ServerPlace } from '#engine/store/repositories/drafts.ts';
import { getMailbox } from '#engine/store/repositories/mailboxes.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Database } from '#engine/store/transaction.ts';
import { resembles } from './resemblance.ts';
import { foundDrafts, isCopy, ownRevision } from './server-drafts.ts';

/** A message in the Drafts mailbox. */
interface Copy {
  messageId: string;
  place: ServerPlace;
}

export type CopyFate =
  /** It lies there, under another UID perhaps. */
  | ({ kind: 'there'; draftId: string } & Copy)
  /** Another program has put this message in its place. */
  | ({ kind: 'replaced'; draftId: string } & Copy)
  /** Another program removed it, or it cannot be told which message replaced it. */
  | { kind: 'gone'; draftId: string };

/** The drafts whose copies lie, or lay, in this mailbox; what is not known yet is left out. */
export function copyFates(db: Database, mailboxId: string): CopyFate[] {
  const mailbox = getMailbox(db, mailboxId);
  if (mailbox?.role !== 'drafts' || mailbox.resetting === 1 || mailbox.uidvalidity === null) return [];
  const { account_id: accountId, path, uidvalidity: uidValidity } = mailbox;
  const uidNext = mailbox.uidnext ?? 0;
  const drafts = prepare(
    db,
    "SELECT * FROM draft WHERE account_id = ? AND json_extract(server_place, '$.mailbox') = ?",
  ).all(accountId, path) as DraftRow[];
  const at = prepare(
    db,
    `SELECT m.id AS messageId, l.uid FROM mail_location l JOIN message m ON m.row = l.message_row
     WHERE l.mailbox_id = @mailboxId AND (l.uid = @uid OR m.id = @messageId) ORDER BY m.id = @messageId DESC LIMIT 1`,
  );
  const fates: CopyFate[] = [];
  const lost: { draft: DraftRow; after: number }[] = [];
  for (const draft of drafts) {
    const place = JSON.parse(draft.server_place!) as ServerPlace;
    const sameUids = place.uidValidity === uidValidity;
    const here = at.get({ mailboxId, uid: sameUids ? place.uid : -1, messageId: draft.server_message }) as
      | { messageId: string; uid: number }
      | undefined;
    const there = (messageId: string, uid: number) =>
      fates.push({ kind: 'there', draftId: draft.id, messageId, place: { mailbox: path, uidValidity, uid } });
    if (here) there(here.messageId, here.uid);
    // Only a look that began after it was put there tells that it is gone.
    else if ((mailbox.checked_at ?? 0) < (draft.server_saved_at ?? 0)) continue;
    else if (sameUids && uidNext <= place.uid) continue;
    else {
      const copies = foundDrafts(db, mailboxId).filter(
        ({ mailMessageId }) => ownRevision(mailMessageId, draft.id) === draft.server_revision,
      );
      const [copy, another] = copies;
      if (!sameUids && copy && !another) there(copy.messageId, copy.uid);
      else lost.push({ draft, after: sameUids ? place.uid : 0 });
    }
  }
  if (lost.length === 0) return fates;
  const bound = new Set(fates.flatMap((fate) => ('messageId' in fate ? [fate.messageId] : [])));
  const strange = foundDrafts(db, mailboxId).filter(
    (found) => !bound.has(found.messageId) && !isCopy(db, found),
  );
  const claims = lost.map(({ draft, after }) => {
    // Of what is being fetched only a part may be here.
    const later = strange.filter(({ uid }) => uid > after && uid < uidNext);
    const same = later.filter(({ mailMessageId }) => ownRevision(mailMessageId, draft.id) !== null);
    return same.length > 0 ? same : later.filter((found) => resembles(db, draft, found.row));
  });
  for (const [index, { draft }] of lost.entries()) {
    const [found, another] = claims[index]!;
    const shared = claims.some((other, n) => n !== index && other.includes(found!));
    if (!found || another || shared) fates.push({ kind: 'gone', draftId: draft.id });
    else {
      const place = { mailbox: path, uidValidity, uid: found.uid };
      fates.push({ kind: 'replaced', draftId: draft.id, messageId: found.messageId, place });
    }
  }
  return fates;
}
