import type { MailError } from '#engine/channels/mail/errors.ts';
import type {
  FlagState,
  IncomingMessage,
  ListedMailbox,
  MailboxRecord,
  MailboxSyncState,
  MailboxTraits,
  MailStore,
  MessageSummary,
  SourceSink,
  UidRange,
} from '#engine/channels/mail/ports.ts';

/** What the store keeps of a message; its places point to it. */
export interface StoredMessage<Parsed> {
  id: number;
  messageId: string | null;
  emailId: string | null;
  size: number;
  internalDate: number;
  source: Uint8Array | null;
  parsed: Parsed | null;
}

interface Place<Parsed> {
  flags: string[];
  message: StoredMessage<Parsed>;
}

interface Mailbox<Parsed> {
  record: MailboxRecord;
  places: Map<number, Place<Parsed>>;
  /** Messages whose UIDs were lost by a reset and are not found again yet. */
  waiting: Set<StoredMessage<Parsed>>;
}

export interface IngestLog {
  path: string;
  uids: number[];
  at: number;
}

const EMPTY_STATE: MailboxSyncState = {
  uidValidity: null,
  uidNext: null,
  highestModseq: null,
  exists: null,
  checkedAt: null,
};
const NO_TRAITS: MailboxTraits = { keywords: null, objectId: null };

/** A `MailStore` in memory that keeps every rule of the interface, for tests of whatever uses one. */
export class MemoryMailStore<Parsed> implements MailStore<Parsed> {
  readonly ingests: IngestLog[] = [];
  /** From which UID on `knownUids` was asked for. */
  readonly looks: { path: string; from: number }[] = [];
  readonly failures: { path: string; code: string }[] = [];
  /** Throws before a call takes effect, to test what a failing store does. */
  failBefore: ((call: string) => void) | null = null;
  private readonly mailboxes = new Map<string, Mailbox<Parsed>>();
  private readonly byEmailId = new Map<string, StoredMessage<Parsed>[]>();
  private readonly byMessageId = new Map<string, StoredMessage<Parsed>[]>();
  private counter = 0;

  constructor(private readonly messageIdOf: (parsed: Parsed) => string | null) {}

  /** Every place in a mailbox, ascending by UID. */
  places(path: string): { uid: number; flags: string[]; message: StoredMessage<Parsed> }[] {
    const mailbox = [...this.mailboxes.values()].find(({ record }) => record.path === path);
    return [...(mailbox?.places ?? [])]
      .map(([uid, place]) => ({ uid, ...place }))
      .sort((a, b) => a.uid - b.uid);
  }

  /** Distinct messages that have a place anywhere. */
  messageCount(): number {
    const all = [...this.mailboxes.values()].flatMap(({ places }) => [...places.values()]);
    return new Set(all.map(({ message }) => message)).size;
  }

  async listMailboxes(accountId: string): Promise<MailboxRecord[]> {
    return this.of(accountId).map(({ record }) => ({ ...record }));
  }

  async upsertMailboxes(accountId: string, listed: ListedMailbox[]): Promise<MailboxRecord[]> {
    this.before('upsertMailboxes');
    const paths = new Set(listed.map(({ path }) => path));
    for (const { path, renamedFrom } of listed) {
      const renamed = this.of(accountId).find(({ record }) => record.path === renamedFrom);
      if (renamed) renamed.record.path = path;
    }
    for (const { record } of this.of(accountId))
      if (!paths.has(record.path)) this.mailboxes.delete(record.id);
    for (const { renamedFrom: _, ...found } of listed) {
      const known = this.of(accountId).find(({ record }) => record.path === found.path);
      if (known) Object.assign(known.record, found);
      else {
        const record: MailboxRecord = {
          id: `m${++this.counter}`,
          accountId,
          ...found,
          ...EMPTY_STATE,
          ...NO_TRAITS,
        };
        this.mailboxes.set(record.id, { record, places: new Map(), waiting: new Set() });
      }
    }
    return this.listMailboxes(accountId);
  }

  async resetMailbox(mailboxId: string, uidValidity: number): Promise<void> {
    this.before('resetMailbox');
    const mailbox = this.mailbox(mailboxId);
    if (!mailbox || mailbox.record.uidValidity === uidValidity) return;
    for (const { message } of mailbox.places.values()) mailbox.waiting.add(message);
    mailbox.places.clear();
    Object.assign(mailbox.record, EMPTY_STATE, { uidValidity });
  }

  async rematch(mailboxId: string, uidValidity: number, summaries: MessageSummary[]): Promise<number[]> {
    this.before('rematch');
    const mailbox = this.current(mailboxId, uidValidity);
    if (!mailbox) return [];
    return summaries.flatMap((summary) => {
      const message = this.find(mailbox, summary);
      if (!message) return [];
      mailbox.waiting.delete(message);
      mailbox.places.set(summary.uid, { flags: summary.flags, message });
      return [summary.uid];
    });
  }

  async finishReset(mailboxId: string, uidValidity: number): Promise<void> {
    this.current(mailboxId, uidValidity)?.waiting.clear();
  }

  async countUids(mailboxId: string): Promise<number> {
    return this.mailbox(mailboxId)?.places.size ?? 0;
  }

  async knownUids(mailboxId: string, from: number): Promise<UidRange[]> {
    this.looks.push({ path: this.mailbox(mailboxId)?.record.path ?? '', from });
    return [...(this.mailbox(mailboxId)?.places.keys() ?? [])]
      .filter((uid) => uid >= from)
      .sort((a, b) => a - b)
      .map((uid) => ({ first: uid, last: uid }));
  }

  async knownFlags(
    mailboxId: string,
    first: number,
    last: number,
  ): Promise<{ uid: number; flags: string[] }[]> {
    return [...(this.mailbox(mailboxId)?.places ?? [])]
      .filter(([uid]) => uid >= first && uid <= last)
      .map(([uid, { flags }]) => ({ uid, flags }));
  }

  async incompleteUids(mailboxId: string): Promise<{ uid: number; size: number; internalDate: number }[]> {
    return [...(this.mailbox(mailboxId)?.places ?? [])]
      .filter(([, { message }]) => message.source === null)
      .map(([uid, { message }]) => ({ uid, size: message.size, internalDate: message.internalDate }))
      .sort((a, b) => b.uid - a.uid);
  }

  async ingest(mailboxId: string, uidValidity: number, batch: IncomingMessage<Parsed>[]): Promise<void> {
    this.before('ingest');
    if (batch.length > 32) throw new Error(`A batch of ${batch.length} is more than 32.`);
    for (const [i, message] of batch.entries()) {
      if (i > 0 && message.uid <= (batch[i - 1]?.uid ?? 0)) throw new Error('A batch must ascend.');
    }
    const mailbox = this.current(mailboxId, uidValidity);
    if (!mailbox) return;
    this.ingests.push({ path: mailbox.record.path, uids: batch.map(({ uid }) => uid), at: Date.now() });
    for (const incoming of batch) {
      const known = mailbox.places.get(incoming.uid);
      if (known) {
        known.flags = incoming.flags;
        continue;
      }
      const messageId = incoming.parsed === null ? null : this.messageIdOf(incoming.parsed);
      let message = this.find(mailbox, { ...incoming, messageId });
      if (!message) {
        const { emailId, size, internalDate } = incoming;
        message = {
          ...{ id: ++this.counter, messageId, emailId, size, internalDate },
          ...{ source: null, parsed: null },
        };
        this.remember(message);
      }
      message.source ??= incoming.source;
      message.parsed ??= incoming.parsed;
      mailbox.waiting.delete(message);
      mailbox.places.set(incoming.uid, { flags: incoming.flags, message });
    }
  }

  async openSource(mailboxId: string, uidValidity: number, uid: number): Promise<SourceSink<Parsed> | null> {
    const place = this.current(mailboxId, uidValidity)?.places.get(uid);
    if (!place || place.message.source !== null) return null;
    const chunks: Uint8Array[] = [];
    return {
      write: async (chunk) => {
        this.before('source.write');
        chunks.push(chunk);
      },
      commit: async (parsed) => {
        place.message.source = Buffer.concat(chunks);
        if (parsed !== null) place.message.parsed = parsed;
      },
      abort: async () => {
        chunks.length = 0;
      },
    };
  }

  async applyFlags(mailboxId: string, uidValidity: number, states: FlagState[]): Promise<void> {
    this.before('applyFlags');
    const mailbox = this.current(mailboxId, uidValidity);
    for (const { uid, flags } of states) {
      const place = mailbox?.places.get(uid);
      if (place) place.flags = flags;
    }
  }

  async expunge(mailboxId: string, uidValidity: number, uids: UidRange[]): Promise<void> {
    this.before('expunge');
    const mailbox = this.current(mailboxId, uidValidity);
    if (!mailbox) return;
    for (const uid of [...mailbox.places.keys()]) {
      if (uids.some(({ first, last }) => uid >= first && uid <= last)) mailbox.places.delete(uid);
    }
  }

  async noteFailure(mailboxId: string, error: MailError): Promise<void> {
    this.failures.push({ path: this.mailbox(mailboxId)?.record.path ?? '', code: error.code });
  }

  async noteTraits(mailboxId: string, traits: MailboxTraits): Promise<void> {
    const mailbox = this.mailbox(mailboxId);
    if (mailbox) Object.assign(mailbox.record, traits);
  }

  async saveState(mailboxId: string, state: MailboxSyncState): Promise<void> {
    this.before('saveState');
    const mailbox = this.mailbox(mailboxId);
    if (mailbox && mailbox.record.uidValidity === state.uidValidity) Object.assign(mailbox.record, state);
  }

  private before(call: string): void {
    this.failBefore?.(call);
  }

  private of(accountId: string): Mailbox<Parsed>[] {
    return [...this.mailboxes.values()].filter(({ record }) => record.accountId === accountId);
  }

  private mailbox(mailboxId: string): Mailbox<Parsed> | undefined {
    return this.mailboxes.get(mailboxId);
  }

  private current(mailboxId: string, uidValidity: number): Mailbox<Parsed> | undefined {
    const mailbox = this.mailbox(mailboxId);
    return mailbox?.record.uidValidity === uidValidity ? mailbox : undefined;
  }

  private find(
    mailbox: Mailbox<Parsed>,
    wanted: { messageId: string | null; emailId: string | null; size: number },
  ): StoredMessage<Parsed> | undefined {
    const byEmailId = wanted.emailId === null ? [] : (this.byEmailId.get(wanted.emailId) ?? []);
    const byMessageId = wanted.messageId === null ? [] : (this.byMessageId.get(wanted.messageId) ?? []);
    const candidates = [...byEmailId, ...byMessageId.filter(({ size }) => size === wanted.size)];
    if (candidates.length === 0) return undefined;
    const waiting = candidates.find((message) => mailbox.waiting.has(message));
    if (waiting) return waiting;
    const others = this.of(mailbox.record.accountId).filter((other) => other !== mailbox);
    const placed = (box: Mailbox<Parsed>, message: StoredMessage<Parsed>) =>
      [...box.places.values()].some((place) => place.message === message);
    return candidates.find(
      (message) => !placed(mailbox, message) && others.some((other) => placed(other, message)),
    );
  }

  private remember(message: StoredMessage<Parsed>): void {
    const add = (index: Map<string, StoredMessage<Parsed>[]>, key: string | null) => {
      if (key !== null) index.set(key, [...(index.get(key) ?? []), message]);
    };
    add(this.byEmailId, message.emailId);
    add(this.byMessageId, message.messageId);
  }
}
