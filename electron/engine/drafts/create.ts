/** Starts a draft: a new message, an answer or a forward, on either channel. */
import { messageIdDomain } from '#engine/channels/mail/message-id.ts';
import { myAddresses } from '#engine/people/identities.ts';
import { chooseSender } from '#engine/senders/senders.ts';
import { listAccounts } from '#engine/store/repositories/accounts.ts';
import {
  draftOfThread,
  getDraftRow,
  insertDraft,
  type NewDraft,
  toDraft,
} from '#engine/store/repositories/drafts.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Database, Tx } from '#engine/store/transaction.ts';
import type { Draft, DraftOutline } from '#shared/contract/drafts.ts';
import type { Address, Channel } from '#shared/contract/model.ts';
import { answerRecipients, answerSubject, quoteOf } from './answer.ts';
import { type ReadMail, readAnsweredMail } from './answered-mail.ts';
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

/** What a draft starts with. */
function start(
  db: Database,
  args: CreateDraft,
): { fields: Omit<NewDraft, 'messageId'>; from: string; forwarded: ForwardedFile[] } {
  const answered = args.answers ? readAnsweredMail(db, args.answers) : null;
  if (args.answers && !answered) throw new DraftError('message-gone');
  // Nothing can be sent from where mail was only imported to.
  const accounts = listAccounts(db).filter(
    ({ channel, provider }) => channel === args.channel && provider !== 'local',
  );
  const wanted = args.accountId ?? (args.channel === 'mail' ? answered?.accountId : null);
  const account = accounts.find(({ id }) => id === wanted) ?? accounts[0] ?? null;
  const recipients = answered ? answerRecipients(answered, args.mode, myAddresses(db)) : { to: [], cc: [] };
  const addressed = answered
    ? [...(answered.fromMe ? answered.from : []), ...answered.to, ...answered.cc].map(
        ({ address }) => address,
      )
    : [];
  const threadId = threadOf(args, answered);
  const sender =
    account?.channel === 'mail'
      ? chooseSender(db, {
          accountId: account.id,
          threadId,
          addressed: [...addressed, ...(args.deliveredTo ?? [])],
        })
      : null;
  const fields = {
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
  };
  const forwarded = args.mode === 'forward' && answered ? forwardedFiles(db, answered.row) : [];
  return { fields, from: sender?.address ?? account?.address ?? '', forwarded };
}

const threadOf = ({ threadId, mode }: CreateDraft, answered: ReadMail | null) =>
  threadId ?? (mode === 'forward' ? null : (answered?.threadId ?? null));

/** What `createDraft` would make, without making it. Throws DraftError `message-gone`. */
export function outlineDraft(db: Database, args: CreateDraft): DraftOutline {
  const { fields, forwarded } = start(db, args);
  const { accountId, to, cc, subject, quote, senderId } = fields;
  const attachments = forwarded.map(({ id, filename, contentType, size }) => ({
    ...{ id, filename, contentType, size },
    inline: false,
  }));
  return { accountId, to, cc, subject, quote, senderId, attachments };
}

/** Returns the thread's open draft of the same kind when there is one, so that nothing typed is set aside. */
export function createDraft(tx: Tx, args: CreateDraft): Draft {
  const { fields, from, forwarded } = start(tx.db, args);
  if (fields.threadId && args.mode !== 'forward') {
    const open = draftOfThread(tx.db, { threadId: fields.threadId, forwards: null });
    if (open && open.channel === args.channel && open.answers === args.answers && open.mode === args.mode)
      return open;
  }
  const id = insertDraft(tx, { ...fields, messageId: newMessageId(tx, from) });
  attachForwarded(tx, forwarded, id);
  return toDraft(tx.db, getDraftRow(tx.db, id)!);
}

/** A Message-ID made once per draft, on the sender's own domain (RFC 5322 section 3.6.4). */
function newMessageId(tx: Tx, address: string): string {
  return `<${tx.id()}@${messageIdDomain(address)}>`;
}

interface ForwardedFile {
  id: string;
  partIndex: number;
  filename: string;
  contentType: string;
  size: number;
  sha256: string | null;
}

/** A forward takes the attachments along, also a calendar that is shown as an event. */
function forwardedFiles(db: Database, messageRow: number): ForwardedFile[] {
  return prepare(
    db,
    `SELECT id, part_index AS partIndex, filename, content_type AS contentType, size, sha256 FROM attachment
     WHERE message_row = ? AND (inline = 0 OR content_type = 'text/calendar')`,
  ).all(messageRow) as ForwardedFile[];
}

/** Their bytes are cut out of the source when it is sent. */
function attachForwarded(tx: Tx, files: readonly ForwardedFile[], draftId: string): void {
  const insert = prepare(
    tx.db,
    `INSERT INTO attachment (id, draft_id, part_index, filename, content_type, content_id_header, size, sha256)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  for (const { id, partIndex, filename, contentType, size, sha256 } of files)
    insert.run(tx.id(), draftId, partIndex, filename, contentType, `${FORWARDED}${id}`, size, sha256);
}
