import type { ExpungeEvent, ImapFlow } from 'imapflow';
import type { FlagState, MailboxRecord } from '../ports.ts';
import { assertOpen, flagsOf } from './download.ts';
import { refusedUnless, type SelectedMailbox, selectMailbox } from './selected-mailbox.ts';
import { UidSet } from './uid-set.ts';

/** A mailbox that was compared to the end once, with what is needed to ask for the changes since. */
export interface ComparedMailbox extends MailboxRecord {
  uidValidity: number;
  uidNext: number;
  highestModseq: string;
}

/** What the server tells of a mailbox since it was compared. */
export interface MailboxChangesSince {
  selected: SelectedMailbox;
  vanished: UidSet;
  states: FlagState[];
  /** Every UID the mailbox has from the UIDNEXT on that is known. */
  newer: UidSet;
}

/** Messages that may have come meanwhile; a server that tells of more is not believed. */
const SPARE = 1000;

export function wasCompared(record: MailboxRecord): record is ComparedMailbox {
  const { uidValidity, uidNext, highestModseq, checkedAt } = record;
  return uidValidity !== null && uidNext !== null && highestModseq !== null && checkedAt !== null;
}

/**
 * Asks for the changes of a mailbox instead of all its UIDs (QRESYNC, RFC 7162 section 3.2). `lately`: all were compared
 * a while ago; then CONDSTORE will do, and their number tells whether any went. Resolves to `null` where the server
 * cannot tell, or gave the mailbox other UIDs.
 */
export async function changesSince(
  client: ImapFlow,
  record: ComparedMailbox,
  lately: boolean,
): Promise<MailboxChangesSince | null> {
  if (!client.enabled.has('QRESYNC') && !(lately && client.enabled.has('CONDSTORE'))) return null;
  const selected = await selectMailbox(client, record.path);
  if (selected.uidValidity !== record.uidValidity || selected.highestModseq === null) return null;
  const gone: number[] = [];
  // Of what goes meanwhile imapflow's EXISTS does not know.
  let justNow = 0;
  const expunged = ({ path, uid, earlier }: ExpungeEvent) => {
    if (path !== record.path || uid === undefined) return;
    gone.push(uid);
    if (!earlier) justNow++;
  };
  const states: FlagState[] = [];
  client.on('expunge', expunged);
  try {
    if (selected.highestModseq > BigInt(record.highestModseq)) {
      const since = { uid: true, changedSince: BigInt(record.highestModseq) };
      for await (const message of client.fetch('1:*', { flags: true }, since)) {
        if (!message.flags) continue;
        const modseq = message.modseq?.toString() ?? null;
        states.push({ uid: message.uid, flags: flagsOf(message), modseq });
        if (states.length > selected.exists + SPARE) return null;
      }
      assertOpen(client);
    }
    const newer = await uidsFrom(client, record.uidNext);
    const exists = (client.mailbox ? client.mailbox.exists : selected.exists) - justNow;
    return { selected: { ...selected, exists }, vanished: UidSet.fromUids(gone), states, newer };
  } finally {
    client.off('expunge', expunged);
  }
}

/** UIDs from `first` on. `n:*` always names the newest message, however small its UID (RFC 9051 section 9). */
async function uidsFrom(client: ImapFlow, first: number): Promise<UidSet> {
  const found = refusedUnless(
    client,
    await client.search({ uid: `${first}:*` }, { uid: true }),
    'list the messages of a mailbox',
  );
  assertOpen(client);
  return UidSet.fromUids(Array.isArray(found) ? found.filter((uid) => uid >= first) : []);
}
