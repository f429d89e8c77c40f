const LONGEST_STORY = 30;

/**
 * What must be on the server, worked out without looking: nothing vanishes that nobody deleted, nothing comes back.
 * Counts the copies of each message over all mailboxes, by Message-ID, since both sides last agreed.
 */
export class Ledger {
  private agreed = new Map<string, number>();
  private readonly added = new Map<string, number>();
  private readonly removed = new Map<string, number>();
  /** Messages Skein acted on: an expunge at the same moment may have come too late to meet them. */
  private readonly contested = new Set<string>();
  /** How often a server that was killed may have left a message it was moving in both mailboxes. */
  private readonly halfMoved = new Map<string, number>();
  private readonly movedInto = new Map<string, Set<string>>();
  private readonly sentAnywhere = new Set<string>();
  /** What happened to mailboxes since both sides last agreed: what is told of a message says after how much of it. */
  private readonly mailboxes: string[] = [];
  /** What happened to each message, for what is said when it is wrong. */
  private readonly story = new Map<string, string[]>();

  /** The other client put a copy of the message into a mailbox. */
  add(messageId: string, path: string): void {
    count(this.added, messageId, 1);
    this.tell(messageId, `added to ${path}`);
  }

  /** It moved the message; how many there are is the same. */
  moved(messageIds: Iterable<string>, from: string, to: string): void {
    for (const messageId of messageIds) this.tell(messageId, `moved from ${from} to ${to}`);
  }

  /** The other client removed a copy of the message for good, unless Skein moved it away just before. */
  remove(messageId: string): void {
    count(this.removed, messageId, 1);
    this.tell(messageId, 'removed');
  }

  /** Skein was told to do something to these, to move them to `into` perhaps; `null` is a place it alone knows. */
  touch(messageIds: string[], into?: string | null): void {
    for (const messageId of messageIds) {
      this.contested.add(messageId);
      this.tell(messageId, into === null ? 'taken back' : `acted on, into ${into ?? 'a place'}`);
      if (into === null) this.sentAnywhere.add(messageId);
      else if (into !== undefined) {
        const ids = this.movedInto.get(into) ?? new Set();
        this.movedInto.set(into, ids.add(messageId));
      }
    }
  }

  /** Something that changes no message, for what is told. */
  happened(what: string): void {
    this.mailboxes.push(what);
  }

  /** The server's processes were killed, perhaps between the copy and the removal of a message Skein had moved. */
  serverKilled(why: string): void {
    this.happened(why);
    for (const messageId of this.contested) {
      count(this.halfMoved, messageId, 1);
      this.tell(messageId, 'server killed');
    }
  }

  renamed(from: string, to: string): void {
    this.mailboxes.push(`${from} renamed to ${to}`);
    for (const [path, ids] of [...this.movedInto]) {
      if (path !== from && !path.startsWith(`${from}/`)) continue;
      const moved = to + path.slice(from.length);
      this.movedInto.set(moved, new Set([...(this.movedInto.get(moved) ?? []), ...ids]));
    }
  }

  /**
   * The other client deleted a mailbox that held these when it looked; Skein may have moved others there meanwhile, and
   * it moves every copy of a message.
   */
  deletedMailbox(path: string, held: string[]): void {
    this.mailboxes.push(`${path} deleted with ${held.length}`);
    for (const messageId of held) this.remove(messageId);
    for (const messageId of [...(this.movedInto.get(path) ?? []), ...this.sentAnywhere]) {
      this.removed.set(messageId, Number.POSITIVE_INFINITY);
      this.tell(messageId, `perhaps deleted with ${path}`);
    }
  }

  /** Every message that may be on the server, and what is wrong with the number of its copies. */
  problems(copies: ReadonlyMap<string, number>, where: ReadonlyMap<string, string[]>): string[] {
    const ids = new Set([...this.agreed.keys(), ...this.added.keys(), ...copies.keys()]);
    return [...ids].flatMap((messageId) => {
      const found = copies.get(messageId) ?? 0;
      const put = (this.agreed.get(messageId) ?? 0) + (this.added.get(messageId) ?? 0);
      const left = Math.max(0, put - (this.removed.get(messageId) ?? 0));
      const most = this.contested.has(messageId) ? put + (this.halfMoved.get(messageId) ?? 0) : left;
      if (found >= left && found <= most) return [];
      const wanted = left === most ? `${left}` : `${left} to ${most}`;
      const story = this.story.get(messageId)?.join(', ') ?? 'nothing happened to it';
      const lies = where.get(messageId) ?? 'nowhere';
      return [`${messageId} lies in ${lies}, ${wanted} expected; ${story}; ${this.mailboxes}`];
    });
  }

  private tell(messageId: string, what: string): void {
    const story = [...(this.story.get(messageId) ?? []), `${what} (${this.mailboxes.length})`];
    this.story.set(messageId, story.slice(-LONGEST_STORY));
  }

  /** From here on this is what both sides have. */
  agree(copies: ReadonlyMap<string, number>, where: ReadonlyMap<string, string[]>): void {
    this.agreed = new Map(copies);
    for (const messageId of this.story.keys())
      this.tell(messageId, `agreed on ${where.get(messageId) ?? 'none'}`);
    this.mailboxes.length = 0;
    for (const part of [this.added, this.removed, this.halfMoved, this.movedInto]) part.clear();
    this.contested.clear();
    this.sentAnywhere.clear();
  }
}

export function count(counts: Map<string, number>, key: string, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}
