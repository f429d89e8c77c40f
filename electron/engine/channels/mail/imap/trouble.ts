/** What a server fails at each time it is asked for it, so that it holds up nothing else. */
import type { MailError } from '../errors.ts';
import { UidSet } from './uid-set.ts';

/** Failures of a group, none of which came, after which each of its messages is asked for alone. */
const ALONE_AFTER = 2;
/** Failures alone after which a message is left out. */
const LEFT_OUT_AFTER = 2;
/** After this time one that was left out is asked for again, in milliseconds. */
const AGAIN_MS = 3_600_000;
/** Failures at one mailbox, without anything coming of it meanwhile, after which the others go first. */
const GIVES_WAY_AFTER = 3;

/** After these the connection is useless, or the server wants to be left alone: whatever it was asked for may be why. */
const BREAKS = new Set<MailError['code']>([
  'connection-lost',
  'server-stalled',
  'server-nonsense',
  'server-busy',
]);

interface Strikes {
  inGroup: number;
  alone: number;
  /** When it failed last, on the clock that nobody sets. */
  at: number;
  /** The server failed to say even which message it is. */
  unknown: boolean;
}

/** Which messages and mailboxes of an account the server failed at. Kept in memory only: another start may go better. */
export class Trouble {
  private readonly messages = new Map<string, Map<number, Strikes>>();
  private readonly mailboxes = new Map<string, number>();

  constructor(private readonly now: () => number = () => performance.now()) {}

  /**
   * The server failed while it was asked for these. `surely`: it is one of them, and not the connection. `unknown`: it
   * was only asked which messages they are.
   */
  failedAt(mailboxId: string, uids: readonly number[], surely: boolean, unknown = false): void {
    const known = this.messages.get(mailboxId) ?? new Map<number, Strikes>();
    this.messages.set(mailboxId, known);
    for (const uid of uids) {
      const strikes = known.get(uid) ?? { inGroup: 0, alone: 0, at: 0, unknown };
      if (uids.length === 1) strikes.alone += surely ? LEFT_OUT_AFTER : 1;
      else strikes.inGroup += surely ? ALONE_AFTER : 1;
      strikes.at = this.now();
      strikes.unknown = unknown;
      known.set(uid, strikes);
    }
  }

  /** These came. */
  arrived(mailboxId: string, uids: readonly number[]): void {
    if (uids.length > 0) this.mailboxes.delete(mailboxId);
    const known = this.messages.get(mailboxId);
    for (const uid of uids) known?.delete(uid);
  }

  /** Messages that are asked for alone, those of them that failed alone before, and those that are left out for now. */
  of(mailboxId: string): { alone: UidSet; failed: UidSet; leftOut: UidSet } {
    const sets = { alone: [] as number[], failed: [] as number[], leftOut: [] as number[] };
    for (const [uid, { inGroup, alone, at }] of this.messages.get(mailboxId) ?? []) {
      if (alone >= LEFT_OUT_AFTER && !this.isOver(at)) sets.leftOut.push(uid);
      else if (alone > 0) sets.failed.push(uid);
      else if (inGroup >= ALONE_AFTER) sets.alone.push(uid);
    }
    return {
      alone: UidSet.fromUids(sets.alone),
      failed: UidSet.fromUids(sets.failed),
      leftOut: UidSet.fromUids(sets.leftOut),
    };
  }

  /** Whether a message was left out that may be one that lies elsewhere as well, or did. */
  hidesMessages(mailboxId: string): boolean {
    const known = [...(this.messages.get(mailboxId)?.values() ?? [])];
    return known.some(({ alone, unknown }) => alone >= LEFT_OUT_AFTER && unknown);
  }

  /** Mailboxes with messages that were left out and are to be asked for again. */
  get expired(): string[] {
    return [...this.messages].flatMap(([mailboxId, known]) => {
      const isExpired = ({ alone, at }: Strikes) => alone >= LEFT_OUT_AFTER && this.isOver(at);
      return [...known.values()].some(isExpired) ? [mailboxId] : [];
    });
  }

  /** Somebody wants everything to be asked for again. */
  forgive(): void {
    this.messages.clear();
    this.mailboxes.clear();
  }

  private isOver(at: number): boolean {
    return this.now() - at >= AGAIN_MS;
  }

  /** Other numbers, other messages. */
  forget(mailboxId: string): void {
    this.messages.delete(mailboxId);
  }

  /** Work on a mailbox ended with this error. Whether the others go on without it. */
  givesWay(mailboxId: string, { code }: MailError): boolean {
    if (!BREAKS.has(code)) return false;
    const failures = (this.mailboxes.get(mailboxId) ?? 0) + 1;
    this.mailboxes.set(mailboxId, failures);
    return failures >= GIVES_WAY_AFTER;
  }

  /** A mailbox was compared to the end. */
  passed(mailboxId: string): void {
    this.mailboxes.delete(mailboxId);
  }
}
