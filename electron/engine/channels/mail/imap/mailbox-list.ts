import type { ImapFlow, ListResponse, StatusObject } from 'imapflow';
import type { ListedMailbox, SpecialUse } from '../ports.ts';
import { subscribedPaths } from './subscriptions.ts';

/** RFC 6154 attributes and what older servers say instead, without case. */
const SPECIAL_USE: Record<string, SpecialUse> = {
  '\\inbox': 'inbox',
  '\\all': 'all',
  '\\allmail': 'all',
  '\\archive': 'archive',
  '\\drafts': 'drafts',
  '\\flagged': 'flagged',
  '\\starred': 'flagged',
  '\\junk': 'junk',
  '\\spam': 'junk',
  '\\sent': 'sent',
  '\\trash': 'trash',
};

/** What STATUS says about a mailbox; missing values were not offered. */
export interface MailboxNumbers {
  path: string;
  messages: number | null;
  uidNext: number | null;
  uidValidity: number | null;
  highestModseq: string | null;
  unseen: number | null;
}

const NUMBERS = { messages: true, uidNext: true, uidValidity: true, highestModseq: true, unseen: true };

function numbersOf(path: string, status: Partial<StatusObject>): MailboxNumbers {
  return {
    path,
    messages: status.messages ?? null,
    uidNext: status.uidNext ?? null,
    uidValidity: status.uidValidity === undefined ? null : Number(status.uidValidity),
    highestModseq: status.highestModseq?.toString() ?? null,
    unseen: status.unseen ?? null,
  };
}

/** STATUS of one mailbox; `null` when the server does not tell. */
export async function mailboxNumbers(client: ImapFlow, path: string): Promise<MailboxNumbers | null> {
  const status = await client.status(path, NUMBERS).catch(() => null);
  return status ? numbersOf(path, status) : null;
}

/** LIST, with STATUS of every mailbox when `withNumbers`. Each special use is given to one mailbox only. */
export async function listMailboxes(
  client: ImapFlow,
  withNumbers: boolean,
): Promise<{ listed: ListedMailbox[]; numbers: MailboxNumbers[] }> {
  const responses = await client.list(withNumbers ? { statusQuery: NUMBERS } : {});
  const listed = assignUses(responses, await subscribedPaths(client, responses));
  const numbers = responses.flatMap(({ path, status }) => (status ? [numbersOf(path, status)] : []));
  return { listed, numbers };
}

/** What the server declares wins over what was guessed from a name; of equals, the first listed. */
function assignUses(responses: ListResponse[], subscribed: ReadonlySet<string>): ListedMailbox[] {
  const rank = (response: ListResponse) => (response.specialUseSource === 'name' ? 1 : 0);
  const taken = new Map<SpecialUse, ListResponse>();
  for (const response of responses) {
    const use = specialUseOf(response);
    const holder = use && taken.get(use);
    if (use && (!holder || rank(response) < rank(holder))) taken.set(use, response);
  }
  return responses.map((response) => {
    const use = specialUseOf(response);
    const flags = new Set([...response.flags].map((flag) => flag.toLowerCase()));
    return {
      path: response.path,
      delimiter: response.delimiter || null,
      specialUse: use && taken.get(use) === response ? use : null,
      subscribed: subscribed.has(response.path),
      selectable: !flags.has('\\noselect') && !flags.has('\\nonexistent'),
    };
  });
}

function specialUseOf(response: ListResponse): SpecialUse | null {
  if (response.path.toUpperCase() === 'INBOX') return 'inbox';
  return SPECIAL_USE[response.specialUse?.toLowerCase() ?? ''] ?? null;
}

const ORDER: (SpecialUse | null)[] = [
  'inbox',
  'drafts',
  'sent',
  null,
  'archive',
  'flagged',
  'all',
  'junk',
  'trash',
];

/** Which of two mailboxes to sync first: the inbox, then what people look at, junk and trash last. */
export function compareMailboxes(
  a: Pick<ListedMailbox, 'specialUse' | 'path'>,
  b: Pick<ListedMailbox, 'specialUse' | 'path'>,
): number {
  return (
    ORDER.indexOf(a.specialUse) - ORDER.indexOf(b.specialUse) ||
    (a.path < b.path ? -1 : a.path > b.path ? 1 : 0)
  );
}
