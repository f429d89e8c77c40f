import type { ImapFlow, MailboxObject } from 'imapflow';
import { MailError } from '../errors.ts';
import { explainError } from '../explain-error.ts';
import type { MailboxTraits } from '../ports.ts';
import { takeRefusal } from './connection.ts';

/** A selected mailbox with what the sync needs. */
export interface SelectedMailbox extends MailboxTraits {
  uidValidity: number;
  uidNext: number;
  exists: number;
  /** `null` where the server keeps no MODSEQ for this mailbox (RFC 7162 section 3.1.2.2). */
  highestModseq: bigint | null;
}

/** Connections that show the mailbox they have selected as it was before another connection of the account worked. */
const outdated = new WeakSet<ImapFlow>();

/** Another connection worked meanwhile: what it did, or learnt, this one need not know (RFC 9051 section 7.4). */
export function markOutdated(client: ImapFlow): void {
  outdated.add(client);
}

/** Selects a mailbox, anew even when it is selected already, so that all numbers are current. */
export async function selectMailbox(client: ImapFlow, path: string): Promise<SelectedMailbox> {
  outdated.delete(client);
  const mailbox = await client.mailboxOpen(path);
  return numbersOf(mailbox);
}

/**
 * Selects a mailbox for work on given UIDs.
 * @throws MailError `uidvalidity-changed` when the UIDs mean nothing any more.
 */
export async function selectForUids(client: ImapFlow, path: string, uidValidity: number): Promise<void> {
  const selected =
    client.mailbox && client.mailbox.path === path && !outdated.has(client)
      ? numbersOf(client.mailbox)
      : await selectMailbox(client, path);
  if (selected.uidValidity !== uidValidity) {
    throw new MailError(
      'uidvalidity-changed',
      'The server renumbered the messages of this mailbox.',
      'Skein compares the mailbox again and then repeats what you did.',
    );
  }
}

/** Fails a command that imapflow answered with false: by what the connection, or the server, says of it. */
export function refusedUnless<T>(
  client: ImapFlow,
  result: T | false | null | undefined,
  what: string,
): Exclude<T, boolean | null | undefined> | true {
  if (result !== false && result !== null && result !== undefined) {
    return result as Exclude<T, boolean | null | undefined> | true;
  }
  if (client.isClosed || !client.usable) {
    throw Object.assign(new Error('Connection closed'), { code: 'EConnectionClosed' });
  }
  const refusal = takeRefusal(client);
  const explained = refusal === undefined ? null : explainError(refusal, client.host);
  if (explained && explained.code !== 'server-refused') throw explained;
  throw new MailError(
    'server-refused',
    `The server refused to ${what}.`,
    'The mailbox may be read-only, or the account may lack the right to do this.',
    { serverText: explained?.detail ?? null, cause: refusal },
  );
}

function numbersOf(mailbox: MailboxObject): SelectedMailbox {
  return {
    uidValidity: Number(mailbox.uidValidity),
    uidNext: mailbox.uidNext,
    exists: mailbox.exists,
    highestModseq: mailbox.noModseq ? null : (mailbox.highestModseq ?? null),
    keywords: keywordsOf(mailbox.permanentFlags),
    objectId: objectIdOf(mailbox),
  };
}

/** Keywords a mailbox keeps one by one; a server that names more than anybody uses keeps any. */
const MOST_KEYWORDS = 500;

/** Those that can be kept (PERMANENTFLAGS, RFC 9051 section 7.1), sorted. */
function keywordsOf(permanent: Set<string> | undefined): string[] | null {
  if (!permanent || permanent.has('\\*') || permanent.size > MOST_KEYWORDS) return null;
  return [...permanent].filter((flag) => !flag.startsWith('\\')).sort();
}

/** At most 255 letters, digits, `-` and `_` (RFC 8474 section 4). */
function objectIdOf({ mailboxId }: MailboxObject): string | null {
  return typeof mailboxId === 'string' && /^[\w-]{1,255}$/.test(mailboxId) ? mailboxId : null;
}
