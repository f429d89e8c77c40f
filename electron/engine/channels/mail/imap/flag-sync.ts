import type { FlagState, MailboxRecord } from '../ports.ts';
import { assertOpen, type DownloadContext, flagsOf } from './download.ts';
import { type SelectedMailbox, selectForUids } from './selected-mailbox.ts';
import { UidSet } from './uid-set.ts';

/** Messages whose flags are asked for and compared in one step. */
const STEP = 2000;
/** Flags the store takes in one transaction. */
const BATCH = 500;
/** Newest messages compared at every look where the server has no CONDSTORE. */
const SHALLOW = 500;

/**
 * Brings the flags of known messages up to date: by MODSEQ where the server has it (RFC 7162 section 3.1.4.1), else
 * by comparing, the newest only or (`deep`) all.
 */
export async function syncFlags<Parsed>(
  context: DownloadContext<Parsed>,
  record: MailboxRecord,
  selected: SelectedMailbox,
  known: UidSet,
  deep: boolean,
): Promise<void> {
  if (known.isEmpty) return;
  if (selected.highestModseq !== null && record.highestModseq !== null) {
    if (selected.highestModseq > BigInt(record.highestModseq)) {
      await applyChangedSince(context, record.highestModseq, known);
    }
    return;
  }
  // The first time a MODSEQ is about to be trusted, everything before it must have been compared.
  const all = deep || selected.highestModseq !== null;
  await compare(context, all ? known : known.newest(SHALLOW));
}

async function applyChangedSince<Parsed>(
  context: DownloadContext<Parsed>,
  modseq: string,
  known: UidSet,
): Promise<void> {
  const states = await context.session.run(context.lane, async (client) => {
    await selectForUids(client, context.path, context.uidValidity);
    const changed: FlagState[] = [];
    const options = { uid: true, changedSince: BigInt(modseq) };
    for await (const message of client.fetch(`1:${known.max}`, { flags: true }, options)) {
      if (!known.has(message.uid) || !message.flags) continue;
      changed.push({
        uid: message.uid,
        flags: flagsOf(message),
        modseq: message.modseq?.toString() ?? null,
      });
    }
    assertOpen(client);
    return changed;
  });
  await applyFlags(context, states);
}

async function compare<Parsed>(context: DownloadContext<Parsed>, uids: UidSet): Promise<void> {
  for (const step of uids.newestFirst(STEP)) {
    const first = step.ranges[0]?.first ?? 0;
    const recorded = new Map(
      (await context.store.knownFlags(context.mailboxId, first, step.max)).map(({ uid, flags }) => [
        uid,
        [...flags].sort().join(' '),
      ]),
    );
    const states = await context.session.run(context.lane, async (client) => {
      await selectForUids(client, context.path, context.uidValidity);
      const changed: FlagState[] = [];
      for await (const message of client.fetch(step.toString(), { flags: true }, { uid: true })) {
        if (!message.flags || !step.has(message.uid)) continue;
        const flags = flagsOf(message);
        const before = recorded.get(message.uid);
        if (before !== undefined && before !== flags.join(' ')) {
          changed.push({ uid: message.uid, flags, modseq: message.modseq?.toString() ?? null });
        }
      }
      assertOpen(client);
      return changed;
    });
    await applyFlags(context, states);
  }
}

/** Records flags as the server told them; of messages that are not here it changes nothing. */
export async function applyFlags<Parsed>(
  context: DownloadContext<Parsed>,
  states: FlagState[],
): Promise<void> {
  const ascending = [...states].sort((a, b) => a.uid - b.uid);
  for (let start = 0; start < ascending.length; start += BATCH) {
    await context.store.applyFlags(
      context.mailboxId,
      context.uidValidity,
      ascending.slice(start, start + BATCH),
    );
  }
}

/** UIDs of a set that the server does not have, found by asking for each: for servers whose SEARCH is incomplete. */
export async function confirmGone<Parsed>(
  context: DownloadContext<Parsed>,
  suspects: UidSet,
): Promise<UidSet> {
  const alive: number[] = [];
  for (const step of suspects.newestFirst(STEP))
    await context.session.run(context.lane, async (client) => {
      await selectForUids(client, context.path, context.uidValidity);
      for await (const message of client.fetch(step.toString(), { flags: true }, { uid: true }))
        alive.push(message.uid);
      assertOpen(client);
    });
  return suspects.minus(UidSet.fromUids(alive));
}
