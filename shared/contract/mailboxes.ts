/** Mailboxes of an account: how far each is in line with the server, and how they are changed. */
import { errorInfo, id, time } from './model.ts';
import { z } from './zod.ts';

const role = z.enum(['inbox', 'archive', 'sent', 'drafts', 'trash', 'junk', 'all', 'none']);

export const mailboxState = z.object({
  id,
  accountId: id,
  name: z.string(),
  /** Names of the mailboxes it lies in, the outermost first. */
  inside: z.array(z.string()),
  role,
  /** Other mail programs show it (RFC 9051 section 6.3.7). */
  subscribed: z.boolean(),
  /** Messages on the server. */
  total: z.number().int(),
  /** Messages that are here. */
  synced: z.number().int(),
  /** Of those here: large ones whose attachments are still to come. */
  partial: z.number().int(),
  /** Whether it is in line with the server just now; `unknown`: the account is not running. */
  standing: z.enum(['unknown', 'waiting', 'working', 'checked', 'failed']),
  checkedAt: time.nullable(),
  error: errorInfo.nullable(),
});

/** A mailbox, or those of a role in all accounts. */
export const shownPlace = z.object({ mailboxId: id.nullable(), role: role.nullable() });

export const newMailbox = z.object({
  accountId: id,
  name: z.string().max(1000),
  /** The mailbox it is made in; `null`: beside the others. */
  parentId: id.nullable(),
});

export const mailboxName = z.object({ id, name: z.string().max(1000) });

export const mailboxSubscription = z.object({ id, subscribed: z.boolean() });

/** A mailbox that was deleted. */
export const removedMailbox = z.object({
  /** To take it back, for as long as the program runs; `null`: the server did not say where its messages went. */
  actionId: id.nullable(),
  /** Messages that were moved to Trash. */
  moved: z.number().int(),
});

export type MailboxState = z.infer<typeof mailboxState>;
