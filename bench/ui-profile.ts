/** A profile with a large inbox, made through the store's own commands and kept for the next run. */
import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { condenseSource } from '#engine/channels/mail/mime/condense.ts';
import { PARSER_VERSION } from '#engine/channels/mail/mime/parser-version.ts';
import type { Engine } from '#engine/engine.ts';
import type { PreparedMail } from '#engine/ingest/prepared-mail.ts';
import { uuidv7 } from '#engine/store/ids.ts';
import { openProfile, PASSPHRASE } from './profile.ts';

/** Part of the name of what is kept for the next run: another one when the mail becomes another. */
const EDITION = 3;
const BATCH = 500;
const PEOPLE = 3000;
const UID_VALIDITY = 1;
const MINUTE_MS = 60_000;

/** A word that only the message with this number has. */
export const subjectOf = (number: number) => `Note ${number}`;

const sentence = 'We agreed to keep the plan for the week and to send the figures before the meeting begins.';

/** One mail of a thread of its own. */
function mail(number: number, newest: number): PreparedMail {
  const date = newest - number * 7 * MINUTE_MS;
  const person = (number * 7919) % PEOPLE;
  const from = [{ name: `Person ${person}`, address: `person${person}@example.org` }];
  const messageId = `<${number}@bench.example.org>`;
  const to = { name: 'Alice Example', address: 'alice@bench.example.test' };
  const text = `Hello,\n\n${sentence}\nThis is note ${number}.\n\nBest,\nPerson ${person}`;
  const source = [
    `From: Person ${person} <person${person}@example.org>`,
    `To: ${to.name} <${to.address}>`,
    `Subject: ${subjectOf(number)}`,
    `Date: ${new Date(date).toUTCString()}`,
    `Message-ID: ${messageId}`,
    '',
    ...text.split('\n'),
  ].join('\r\n');
  return {
    uid: 1_000_000 - number,
    flags: number % 5 === 0 ? [] : ['\\Seen'],
    modseq: null,
    emailId: null,
    providerThreadId: null,
    size: source.length,
    internalDate: date,
    messageId,
    inReplyTo: null,
    references: [],
    subject: subjectOf(number),
    date,
    from,
    sender: null,
    to: [to],
    cc: [],
    bcc: [],
    replyTo: [],
    listId: null,
    automatic: false,
    warnings: [],
    claims: null,
    body: {
      text,
      visibleLength: text.length,
      folded: [],
      snippet: `Hello, ${sentence}`,
      hasHtml: false,
      html: null,
    },
    attachments: [],
    calendar: null,
    report: null,
    source: { ...condenseSource(Buffer.from(source)), content: null },
  };
}

async function fill(engine: Engine, count: number): Promise<void> {
  const { store } = engine;
  // As in a new profile: what comes from now on is not read again.
  await store.write('reread.begin', PARSER_VERSION, 'sync');
  const accountId = uuidv7();
  // The sample's provider has no server: nothing is fetched, and what is done is done at once.
  const account = { id: accountId, channel: 'mail', provider: 'sample', settings: {} } as const;
  await store.write('account.add', { ...account, address: 'alice@bench.example.test', name: 'Alice' });
  const box = { delimiter: '/', subscribed: true, selectable: true };
  const mailboxes = await store.write('mailbox.put', {
    accountId,
    listed: [
      { ...box, path: 'INBOX', specialUse: 'inbox' },
      { ...box, path: 'Archive', specialUse: 'archive' },
    ],
  });
  const mailboxId = mailboxes.find(({ path }) => path === 'INBOX')!.id;
  await store.write('mailbox.reset', { mailboxId, uidValidity: UID_VALIDITY });
  await store.write('mailbox.finishReset', { mailboxId, uidValidity: UID_VALIDITY });
  const newest = Date.now();
  for (let first = count; first > 0; first -= BATCH) {
    const numbers = Array.from({ length: Math.min(BATCH, first) }, (_, i) => first - i);
    const batch = numbers.map((number) => mail(number, newest));
    await store.write('mail.ingest', { mailboxId, uidValidity: UID_VALIDITY, batch }, 'sync');
    if (first % 10_000 === 0) console.error(`  ${first} threads to go`);
  }
}

/** Copies a profile with `count` threads in its inbox to `profile`; makes it first when no run has. */
export async function largeProfile(cache: string, count: number, profile: string): Promise<void> {
  const kept = join(cache, `ui-${EDITION}-${count}`);
  if (!existsSync(kept)) {
    const making = `${kept}.making`;
    rmSync(making, { recursive: true, force: true });
    mkdirSync(making, { recursive: true, mode: 0o700 });
    const session = await openProfile(making);
    await session.unlock(PASSPHRASE);
    await fill(await session.engine(), count);
    await session.close();
    renameSync(making, kept);
  }
  cpSync(kept, profile, { recursive: true });
}
