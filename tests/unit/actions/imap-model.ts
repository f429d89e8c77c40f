import type { ClaimedAction } from '#engine/actions/claim.ts';
import type { FlagsPayload, MovePayload } from '#engine/actions/model.ts';
import type { MovedLocation } from '#engine/actions/targets.ts';
import { applyFlags, expunge, rematch } from '#engine/ingest/mailbox.ts';
import type { World } from '../threads/support/world.ts';

interface Held {
  uid: number;
  messageId: string;
  flags: Set<string>;
}

const UIDVALIDITY = 1;
const SIZE = 1000;
/** The mailboxes of `World`, by the role each is marked with. */
export const ROLES = ['inbox', 'archive', 'sent', 'trash', 'junk', 'none'] as const;
const mailboxId = (role: string) => `box-${role}`;

/** What an IMAP server does with flags and moves, as far as the journal can tell. */
export class ImapModel {
  readonly #mailboxes = new Map<string, Held[]>(ROLES.map((role) => [mailboxId(role), []]));
  #nextUid = 1000;

  constructor(
    private readonly world: World,
    /** Whether it says where a moved message went (RFC 4315). */
    private readonly uidplus: boolean,
  ) {
    for (const row of world.all<{ mailbox: string; uid: number; messageId: string; flags: string }>(
      `SELECT l.mailbox_id AS mailbox, l.uid, mail.message_id AS messageId, l.flags
       FROM mail_location l JOIN mail USING (message_row)`,
    ))
      this.#in(row.mailbox).push({ ...row, flags: new Set(row.flags.split(' ').filter(Boolean)) });
  }

  /**
   * Performs an action, or only what concerns its first `most` messages. Says where messages lie now, `null` when one
   * was not where it was looked for.
   */
  perform(
    { kind, payload, targets }: ClaimedAction,
    most = Number.POSITIVE_INFINITY,
  ): MovedLocation[] | null {
    const moved: MovedLocation[] = [];
    let missing = false;
    for (const { locations } of targets.slice(0, most)) {
      for (const { mailboxId: from, uid } of locations) {
        const here = this.#in(from).find((held) => held.uid === uid);
        if (kind === 'mail.flags') {
          const { add, remove } = payload as FlagsPayload;
          for (const flag of add) here?.flags.add(flag);
          for (const flag of remove) here?.flags.delete(flag);
          missing ||= here === undefined;
          continue;
        }
        const { to } = payload as MovePayload;
        const toMailboxId = 'role' in to ? mailboxId(to.role) : to.mailboxId;
        const toUid = here && this.move(from, here.uid, toMailboxId);
        missing ||= toUid === undefined || !this.uidplus;
        if (toUid !== undefined) moved.push({ mailboxId: from, uid, toMailboxId, toUid });
      }
    }
    return missing ? null : moved;
  }

  /** Another program moves the nth message there is. */
  moveAny(n: number, to: string): void {
    const all = [...this.#mailboxes].flatMap(([from, list]) => list.map(({ uid }) => ({ from, uid })));
    const chosen = all[n % all.length];
    if (chosen) this.move(chosen.from, chosen.uid, mailboxId(to));
  }

  /** Another program removes the nth message there is, for good. */
  removeAny(n: number): void {
    const lists = [...this.#mailboxes.values()].flatMap((list) => list.map((held) => ({ list, held })));
    const chosen = lists[n % lists.length];
    chosen?.list.splice(chosen.list.indexOf(chosen.held), 1);
  }

  /** Another program turns a flag of the nth message over. */
  flagAny(n: number, flag: string): void {
    const all = [...this.#mailboxes.values()].flat();
    const chosen = all[n % all.length];
    if (chosen && !chosen.flags.delete(flag)) chosen.flags.add(flag);
  }

  move(from: string, uid: number, to: string): number {
    const source = this.#in(from);
    const [held] = source.splice(
      source.findIndex((one) => one.uid === uid),
      1,
    );
    const newUid = this.#nextUid++;
    this.#in(to).push({ ...(held as Held), uid: newUid });
    return newUid;
  }

  /** A whole sync of every mailbox: what is gone, the flags, what is new. */
  sync(): void {
    const { world } = this;
    const common = { uidValidity: UIDVALIDITY };
    for (const [id, list] of this.#mailboxes) {
      const known = world
        .all<{ uid: number }>('SELECT uid FROM mail_location WHERE mailbox_id = ?', id)
        .map(({ uid }) => uid);
      const gone = known.filter((uid) => !list.some((held) => held.uid === uid));
      world.command(expunge, {
        mailboxId: id,
        ...common,
        uids: gone.map((uid) => ({ first: uid, last: uid })),
      });
      const states = list.map(({ uid, flags }) => ({ uid, flags: [...flags], modseq: null }));
      world.command(applyFlags, { mailboxId: id, ...common, states });
      const news = list.filter(({ uid }) => !known.includes(uid));
      const summaries = news.map(({ uid, flags, messageId }) => ({
        uid,
        flags: [...flags],
        modseq: null,
        messageId,
        size: SIZE,
        emailId: null,
        internalDate: 0,
      }));
      world.command(rematch, { mailboxId: id, ...common, summaries });
    }
    world.db.prepare('UPDATE mailbox SET checked_at = ?').run(world.clock);
  }

  /** Every message: where it lies and whether it is read and starred. */
  state(): Record<string, { place: string; unread: number; starred: number }> {
    return Object.fromEntries(
      [...this.#mailboxes].flatMap(([id, list]) =>
        list.map(({ messageId, flags }) => [
          messageId,
          {
            place: id === 'box-none' ? 'archive' : id.slice('box-'.length),
            unread: flags.has('\\Seen') ? 0 : 1,
            starred: flags.has('\\Flagged') ? 1 : 0,
          },
        ]),
      ),
    );
  }

  #in(id: string): Held[] {
    return this.#mailboxes.get(id) ?? [];
  }
}
