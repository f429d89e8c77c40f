import { dirname } from 'node:path';
import { hostedCounts } from '#engine/media-host/hosted-files.ts';
import { groupsWith } from '#engine/people/groups.ts';
import { displayAddress } from '#engine/people/identities.ts';
import { rulesAbout } from '#engine/rules/forget.ts';
import { sectionsAbout } from '#engine/sections/forget.ts';
import type { AccountRecord } from '#engine/store/repositories/accounts.ts';
import { storesSetAside } from '#engine/store/set-aside.ts';
import { prepare } from '#engine/store/statements.ts';
import type { Database } from '#engine/store/transaction.ts';
import type { ErasePreview, EraseScope } from '#shared/contract/erase.ts';
import { hasServer } from '#shared/contract/providers.ts';
import { counted, listed } from './numbers.ts';
import { draftsInScope, rowsInScope, type StoreScope } from './scope.ts';

interface Totals {
  threads: number;
  mails: number;
  texts: number;
  attachments: number;
  bytes: number;
  pending: number;
}

type AccountFacts = Pick<AccountRecord, 'address' | 'channel' | 'provider'>;

/** What erasing would take and what would stay elsewhere. Throws EraseError `erase-self`. */
export function erasePreview(db: Database, scope: EraseScope): ErasePreview {
  return scope.kind === 'everything' ? previewEverything(db) : previewScope(db, scope);
}

function previewScope(db: Database, scope: StoreScope): ErasePreview {
  const rows = rowsInScope(db, scope);
  const list = JSON.stringify(rows);
  const totals = add(db, list);
  const drafts = draftsInScope(db, scope);
  const accounts = accountsOf(db, scope, list);
  return {
    messages: rows.length,
    threads: totals.threads,
    attachments: totals.attachments,
    drafts: drafts.length,
    accounts: accounts.map((account) => account.address),
    bytes: totals.bytes,
    goes: [
      messageLine(totals),
      count(drafts.length, 'draft'),
      count(
        totals.pending,
        'change that has not reached a server yet',
        'changes that have not reached a server yet',
      ),
      ...(rows.length > 0
        ? ['Their words in the search index', 'Backups of the store, which hold them too']
        : []),
      ...(scope.kind === 'account' ? ['The account, its settings and its password'] : []),
      ...(scope.kind === 'contact' ? contactGoes(db, scope.id) : []),
    ].filter((line) => line !== null),
    stays: [
      ...elsewhere(accounts).map((line) => `${line} Skein does not fetch it again.`),
      ...(scope.kind === 'contact' ? contactStays(db, scope.id, list) : []),
      ...(scope.kind === 'account' ? accountStays(db, scope.id) : []),
      ...setAside(db),
    ],
  };
}

function previewEverything(db: Database): ErasePreview {
  const all = JSON.stringify(prepare(db, 'SELECT row FROM message').pluck().all());
  const totals = add(db, all);
  const accounts = prepare<AccountFacts>(db, 'SELECT address, channel, provider FROM account').all();
  const drafts = prepare(db, 'SELECT count(*) FROM draft').pluck().get() as number;
  const { files: hosted } = hostedCounts(db);
  return {
    messages: totals.mails + totals.texts,
    threads: totals.threads,
    attachments: totals.attachments,
    drafts,
    accounts: accounts.map((account) => account.address),
    bytes: totals.bytes,
    goes: [
      messageLine(totals),
      count(drafts, 'draft'),
      'Every contact and every setting',
      'The key of the store and all passwords',
      'Backups and logs',
      count(hosted, 'file of a text on your media host', 'files of texts on your media host'),
    ].filter((line) => line !== null),
    stays: elsewhere(accounts),
  };
}

function add(db: Database, list: string): Totals {
  return prepare<Totals>(
    db,
    `SELECT count(DISTINCT m.thread_id) AS threads,
       count(*) FILTER (WHERE m.channel = 'mail') AS mails, count(*) FILTER (WHERE m.channel = 'sms') AS texts,
       coalesce(sum((SELECT count(*) FROM attachment a WHERE a.message_row = m.row)), 0) AS attachments,
       coalesce(sum(coalesce((SELECT size FROM mail WHERE message_row = m.row), 0)), 0)
         + coalesce(sum((SELECT coalesce(sum(a.size), 0) FROM attachment a
             WHERE a.message_row = m.row AND m.channel = 'sms')), 0)
         + coalesce(sum((SELECT length(CAST(t.text AS BLOB)) FROM text_message t WHERE t.message_row = m.row)), 0)
         AS bytes,
       (SELECT count(DISTINCT am.action_id) FROM action_message am JOIN action ON action.id = am.action_id
        WHERE am.message_row IN (SELECT value FROM json_each(@list)) AND action.state NOT IN ('done', 'cancelled'))
         AS pending
     FROM message m WHERE m.row IN (SELECT value FROM json_each(@list))`,
  ).get({ list }) as Totals;
}

function accountsOf(db: Database, scope: StoreScope, list: string): AccountFacts[] {
  if (scope.kind === 'account') {
    return prepare<AccountFacts>(db, 'SELECT address, channel, provider FROM account WHERE id = ?').all(
      scope.id,
    );
  }
  return prepare<AccountFacts>(
    db,
    `SELECT DISTINCT account.address, account.channel, account.provider FROM message JOIN account ON account.id = account_id
     WHERE row IN (SELECT value FROM json_each(?)) ORDER BY account.address`,
  ).all(list);
}

function contactGoes(db: Database, contactId: string): (string | null)[] {
  const addresses = prepare(db, "SELECT value FROM identity WHERE contact_id = ? AND kind = 'mail'")
    .pluck()
    .all(contactId) as string[];
  const rules = rulesAbout(db, new Set(addresses)).length;
  const sections = sectionsAbout(db, new Set(addresses)).length;
  const groups = groupsWith(db, new Set(addresses)).length;
  return [
    'The contact, its addresses and what was known about it',
    count(rules, 'rule about their mail', 'rules about their mail'),
    count(sections, 'section of the inbox for their mail', 'sections of the inbox for their mail'),
    count(groups, 'place in a group of recipients', 'places in groups of recipients'),
  ];
}

function contactStays(db: Database, contactId: string, list: string): string[] {
  const naming = prepare(
    db,
    `SELECT count(DISTINCT message_row) FROM message_address
     WHERE identity_id IN (SELECT id FROM identity WHERE contact_id = ?)
       AND message_row NOT IN (SELECT value FROM json_each(?))`,
  )
    .pluck()
    .get(contactId, list) as number;
  const optedOut = prepare(
    db,
    `SELECT 1 FROM opt_ledger WHERE peer IN (SELECT value FROM identity WHERE contact_id = ? AND kind = 'phone')`,
  ).get(contactId);
  return [
    ...(naming > 0 ? [`${count(naming, 'message')} to several people that name them among others.`] : []),
    ...(optedOut ? ['That they asked not to be texted, so that Skein keeps to it.'] : []),
  ];
}

function accountStays(db: Database, accountId: string): string[] {
  const optedOut = prepare(
    db,
    `SELECT 1 FROM opt_ledger WHERE own = (SELECT address FROM account WHERE id = ? AND channel = 'sms')`,
  ).get(accountId);
  return optedOut ? ['Who asked not to be texted, so that Skein keeps to it.'] : [];
}

function setAside(db: Database): string[] {
  const copies = storesSetAside(dirname(db.name)).length;
  return copies > 0
    ? [
        `${count(copies, 'damaged store')} that was set aside may hold it, encrypted; erasing everything removes it.`,
      ]
    : [];
}

function count(number: number, one: string, many?: string): string | null {
  return number === 0 ? null : counted(number, one, many);
}

/** "2 emails and 1 text message, with 3 attachments". */
function messageLine({ mails, texts, attachments }: Totals): string | null {
  const kinds = [count(mails, 'email'), count(texts, 'text message')].filter((line) => line !== null);
  if (kinds.length === 0) return null;
  const files = count(attachments, 'attachment');
  return listed(kinds) + (files === null ? '' : `, with ${files}`);
}

/** What mail servers and carriers have of it; the sample and imported mail have neither. */
function elsewhere(accounts: readonly AccountFacts[]): string[] {
  const shown = (channel: string) =>
    accounts
      .filter((account) => account.channel === channel && hasServer(account))
      .map(({ address }) => displayAddress(channel === 'mail' ? 'mail' : 'phone', address));
  const mail = shown('mail');
  const phone = shown('sms');
  return [
    ...(mail.length > 0 ? [`What the mail server of ${listed(mail)} has.`] : []),
    ...(phone.length > 0 ? [`What the carrier of ${listed(phone)} has.`] : []),
  ];
}
