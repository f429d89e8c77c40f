/** Adds the sample inbox: two local accounts that no network belongs to. */
import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { ingestMail } from '#engine/ingest/mail.ts';
import type { PreparedMail } from '#engine/ingest/prepared-mail.ts';
import { insertText } from '#engine/ingest/texts.ts';
import { labelsCalled, saveLabel } from '#engine/labels/labels.ts';
import { setLabel } from '#engine/labels/message-labels.ts';
import { addAccount } from '#engine/store/repositories/accounts.ts';
import { mailboxByRole, putMailboxes } from '#engine/store/repositories/mailboxes.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Tx } from '#engine/store/transaction.ts';
import { markDirty } from '#engine/threads/dirty.ts';
import { refreshThreads } from '#engine/threads/summary.ts';
import { ME, PEOPLE, type SamplePerson, type Who } from './people.ts';
import { LABELS, type SampleMail, type SampleText, STORY } from './story.ts';

const DAY = 86_400_000;
const UIDVALIDITY = 1;
const MAILBOXES = [
  ['INBOX', 'inbox'],
  ['Archive', 'archive'],
  ['Sent', 'sent'],
  ['Drafts', 'drafts'],
  ['Trash', 'trash'],
  ['Junk', 'junk'],
] as const;

const person = (who: Who): SamplePerson => (who === 'me' ? ME : PEOPLE[who]);
const named = (who: Who) => ({ name: person(who).name, address: person(who).address });

/** Creates the accounts and their messages, dated back from now. Returns the mail account's id. */
export function addSample(tx: Tx): { id: string } {
  const mailAccount = tx.id();
  const textAccount = tx.id();
  const common = { provider: 'sample', settings: {}, name: ME.name } as const;
  addAccount(tx, { ...common, id: mailAccount, channel: 'mail', address: ME.address });
  addAccount(tx, { ...common, id: textAccount, channel: 'sms', address: ME.phone! });
  putMailboxes(
    tx,
    mailAccount,
    MAILBOXES.map(([path, role]) => ({
      path,
      role,
      delimiter: '/',
      subscribed: true,
      selectable: true,
    })),
  );
  prepare(tx.db, 'UPDATE mailbox SET uidvalidity = ?, checked_at = ? WHERE account_id = ?').run(
    UIDVALIDITY,
    tx.now(),
    mailAccount,
  );
  const labelled = new Map(
    LABELS.map((name) => [
      name,
      labelsCalled(tx.db, name)[0] ?? saveLabel(tx, { id: null, name, colour: null }).id,
    ]),
  );
  let uid = 0;
  const midnight = startOfStory(tx.now());
  for (const exchange of STORY) {
    const references: string[] = [];
    for (const entry of exchange) {
      const date = timeOf(midnight, entry);
      if (entry.kind === 'sms') addText(tx, textAccount, entry, date);
      else {
        uid += 1;
        const mail = toMail(entry, date, uid, references);
        const role = entry.from === 'me' ? 'sent' : entry.archived ? 'archive' : 'inbox';
        const mailbox = mailboxByRole(tx.db, mailAccount, role)!;
        ingestMail(tx, { mailboxId: mailbox.id, uidValidity: UIDVALIDITY, batch: [mail] });
        for (const label of entry.labels ?? []) giveLabel(tx, mail.messageId!, labelled.get(label)!);
        references.push(mail.messageId!);
      }
    }
  }
  refreshThreads(tx);
  tx.changed.accounts();
  return { id: mailAccount };
}

function giveLabel(tx: Tx, messageId: string, labelId: string): void {
  const { row, threadId } = prepare(
    tx.db,
    'SELECT row, thread_id AS threadId FROM mail JOIN message ON row = message_row WHERE message_id = ?',
  ).get(messageId) as { row: number; threadId: string };
  setLabel(tx, row, labelId, true);
  markDirty(tx, threadId);
}

/** The story's last day is today once its last message may have been written, yesterday before that. */
function startOfStory(now: number): number {
  const today = new Date(now).setHours(0, 0, 0, 0);
  const last = Math.max(...STORY.flat().map((entry) => timeOf(today, entry)));
  return last < now ? today : today - DAY;
}

function timeOf(midnight: number, entry: SampleMail | SampleText): number {
  const [hours = 0, minutes = 0] = entry.at.split(':').map(Number);
  return midnight - entry.daysAgo * DAY + (hours * 60 + minutes) * 60_000;
}

function addText(tx: Tx, accountId: string, entry: SampleText, date: number): void {
  insertText(tx, {
    accountId,
    ownNumber: ME.phone!,
    peer: { kind: 'e164', value: person(entry.with).phone as `+${string}` },
    peerName: person(entry.with).name,
    text: entry.text,
    date,
    fromMe: entry.fromMe ?? false,
    unread: entry.unread ?? false,
    status: entry.fromMe ? 'delivered' : 'received',
    segments: null,
    hasMedia: false,
  });
}

function toMail(entry: SampleMail, date: number, uid: number, references: string[]): PreparedMail {
  const author = person(entry.from);
  const signature = author.signature ? `-- \n${author.signature}` : null;
  const flags = [...(entry.unread ? [] : ['\\Seen']), ...(entry.starred ? ['\\Flagged'] : [])];
  const messageId = `<sample-${uid}@harborstudio.example>`;
  const source = Buffer.from(toSource(entry, date, messageId, references, signature));
  return {
    uid,
    flags,
    modseq: null,
    emailId: null,
    providerThreadId: null,
    size: source.byteLength,
    internalDate: date,
    messageId,
    inReplyTo: references.at(-1) ?? null,
    references: [...references],
    subject: entry.subject,
    date,
    from: [named(entry.from)],
    sender: null,
    to: entry.to.map(named),
    cc: (entry.cc ?? []).map(named),
    bcc: [],
    replyTo: [],
    listId: entry.list ?? null,
    automatic: entry.list !== undefined,
    warnings: [],
    claims: null,
    body: {
      text: signature ? `${entry.text}\n${signature}` : entry.text,
      visibleLength: entry.text.length,
      folded: signature ? [{ kind: 'signature', text: signature }] : [],
      snippet: entry.text.replace(/\s+/g, ' ').slice(0, 200),
      hasHtml: entry.html !== undefined,
      html: null,
    },
    calendar: null,
    report: null,
    // The text is the first part of the message, so files are counted from 1.
    attachments: (entry.files ?? []).map((file, index) => ({
      partIndex: index + 1,
      filename: file.filename,
      contentType: file.contentType,
      contentId: null,
      size: Buffer.byteLength(file.text),
      sha256: sha256(Buffer.from(file.text)),
      inline: false,
    })),
    source: { sha256: sha256(source), deflated: deflateSync(source), content: null },
  };
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const encode = (text: string) => Buffer.from(text).toString('base64').replace(/.{76}/g, '$&\r\n');
const mailbox = (who: Who) => `${named(who).name} <${named(who).address}>`;
const BOUNDARY = 'skein-sample';

/** The message as a server would have kept it, so that "show original" and export have something true to show. */
function toSource(
  entry: SampleMail,
  date: number,
  messageId: string,
  references: string[],
  signature: string | null,
): string {
  const part = (type: string, disposition: string, text: string) =>
    `--${BOUNDARY}\r\nContent-Type: ${type}\r\nContent-Transfer-Encoding: base64\r\n${disposition}\r\n${encode(text)}\r\n`;
  return [
    `From: ${mailbox(entry.from)}`,
    `To: ${entry.to.map(mailbox).join(', ')}`,
    ...(entry.cc ? [`Cc: ${entry.cc.map(mailbox).join(', ')}`] : []),
    `Subject: =?utf-8?B?${Buffer.from(entry.subject).toString('base64')}?=`,
    `Date: ${new Date(date).toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: ${messageId}`,
    ...(references.length > 0
      ? [`In-Reply-To: ${references.at(-1)}`, `References: ${references.join(' ')}`]
      : []),
    ...(entry.list
      ? [`List-Id: <${entry.list}>`, `List-Unsubscribe: <mailto:leave@${entry.list}?subject=leave>`]
      : []),
    'MIME-Version: 1.0',
    `Content-Type: multipart/${entry.html ? 'alternative' : 'mixed'}; boundary="${BOUNDARY}"`,
    '',
    part('text/plain; charset=utf-8', '', signature ? `${entry.text}\n${signature}` : entry.text) +
      (entry.html ? part('text/html; charset=utf-8', '', entry.html) : '') +
      (entry.files ?? [])
        .map((file) =>
          part(
            file.contentType,
            `Content-Disposition: attachment; filename="${file.filename}"\r\n`,
            file.text,
          ),
        )
        .join('') +
      `--${BOUNDARY}--\r\n`,
  ].join('\r\n');
}
