/** Starts a draft: a new message, an answer or a forward, on either channel. */
import { messageIdDomain } from '#engine/channels/mail/message-id.ts';
import { myAddresses } from '#engine/people/identities.ts';
import { chooseSender } from '#engine/senders/senders.ts';
import { listAccounts } from '#engine/store/repositories/accounts.ts';
import { draftOfThread, getDraftRow, insertDraft, toDraft } from '#engine/store/repositories/drafts.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Tx } from '#engine/store/transaction.ts';
import type { Draft } from '#shared/contract/drafts.ts';
import type { Address, Channel } from '#shared/contract/model.ts';
import { answerRecipients, answerSubject, quoteOf } from './answer.ts';
import { readAnsweredMail } from './answered-mail.ts';
import { FORWARDED } from './attachments.ts';
import { DraftError } from './errors.ts';

export interface CreateDraft {
  mode: Draft['mode'];
  channel: Channel;
  threadId: string | null;
  answers: string | null;
  accountId: string | null;
  to: Address[];
  /** With formatting. */
  rich?: boolean;
  /** Whom the answered mail was delivered to, as its header says. */
  deliveredTo?: readonly string[];
}

/** Returns the thread's open draft of the same kind when there is one, so that nothing typed is set aside. */
export function createDraft(tx: Tx, args: CreateDraft): Draft {
  const answered = args.answers ? readAnsweredMail(tx.db, args.answers) : null;
  if (args.answers && !answered) throw new DraftError('message-gone');
  const threadId = args.threadId ?? (args.mode === 'forward' ? null : (answered?.threadId ?? null));
  if (threadId && args.mode !== 'forward') {
    const open = draftOfThread(tx.db, { threadId });
    if (open && open.channel === args.channel && open.answers === args.answers && open.mode === args.mode)
      return open;
  }
  // Nothing can be sent from where mail was only imported to.
  const accounts = listAccounts(tx.db).filter(
    ({ channel, provider }) => channel === args.channel && provider !== 'local',
  );
  const wanted = args.accountId ?? (args.channel === 'mail' ? answered?.accountId : null);
  const account = accounts.find(({ id }) => id === wanted) ?? accounts[0] ?? null;
  const recipients = answered
    ? answerRecipients(answered, args.mode, myAddresses(tx.db))
    : { to: [], cc: [] };
  const addressed = answered
    ? [...(answered.fromMe ? answered.from : []), ...answered.to, ...answered.cc].map(
        ({ address }) => address,
      )
    : [];
  const sender =
    account?.channel === 'mail'
      ? chooseSender(tx.db, {
          accountId: account.id,
          threadId,
          addressed: [...addressed, ...(args.deliveredTo ?? [])],
        })
      : null;
  const id = insertDraft(tx, {
    channel: args.channel,
    accountId: account?.id ?? null,
    threadId,
    answers: args.answers,
    mode: args.mode,
    to: args.to.length > 0 ? args.to : recipients.to,
    cc: args.to.length > 0 ? [] : recipients.cc,
    bcc: [],
    subject: answered ? answerSubject(answered.subject, args.mode) : '',
    text: '',
    html: args.rich && args.channel === 'mail' ? '' : null,
    quote: answered && args.channel === 'mail' ? quoteOf(answered, args.mode) : '',
    senderId: sender?.id ?? null,
    messageId: newMessageId(tx, sender?.address ?? account?.address ?? ''),
  });
  if (args.mode === 'forward' && answered) copyAttachments(tx, answered.row, id);
  return toDraft(tx.db, getDraftRow(tx.db, id)!);
}

/** A Message-ID made once per draft, on the sender's own domain (RFC 5322 section 3.6.4). */
function newMessageId(tx: Tx, address: string): string {
  return `<${tx.id()}@${messageIdDomain(address)}>`;
}

/**
 * A forward takes the attachments along, also a calendar that is shown as an event; their bytes are cut out of the
 * source when it is sent.
 */
function copyAttachments(tx: Tx, messageRow: number, draftId: string): void {
  const parts = prepare(
    tx.db,
    `SELECT part_index, filename, content_type, size, sha256, id FROM attachment
     WHERE message_row = ? AND (inline = 0 OR content_type = 'text/calendar')`,
  ).all(messageRow) as {
    part_index: number;
    filename: string;
    content_type: string;
    size: number;
    sha256: string | null;
    id: string;
  }[];
  const insert = prepare(
    tx.db,
    `INSERT INTO attachment (id, draft_id, part_index, filename, content_type, content_id_header, size, sha256)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  for (const part of parts)
    insert.run(
      tx.id(),
      draftId,
      part.part_index,
      part.filename,
      part.content_type,
      `${FORWARDED}${part.id}`,
      part.size,
      part.sha256,
    );
}
