import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ingestCommands, ingestQueries } from '#engine/ingest/registry.ts';
import { erase } from '#engine/privacy/erasure.ts';
import { eraseEverything } from '#engine/privacy/everything.ts';
import { eraseEvents } from '#engine/privacy/progress.ts';
import type { privacyCommands, privacyQueries } from '#engine/privacy/registry.ts';
import { ContentFolder } from '#engine/store/content.ts';
import { KeyCustody } from '#engine/store/key.ts';
import { KeyError } from '#engine/store/key-errors.ts';
import type { Keychain } from '#engine/store/keychain.ts';
import { Store } from '#engine/store/store.ts';
import { StoreKey } from '#engine/store/store-key.ts';
import { preparedMail } from '../unit/ingest/support/prepared-mail.ts';
import { buildEntry, temporaryDirectory } from '../unit/store/support/build-worker.ts';
import { decryptedPages } from '../unit/store/support/decrypted-pages.ts';
import type { seedCommands, seedQueries } from './store-erasure-seed.ts';
import { unlockProfile } from './unlock-profile.ts';

type Commands = typeof ingestCommands & typeof privacyCommands & typeof seedCommands;
type Queries = typeof ingestQueries & typeof privacyQueries & typeof seedQueries;
type SeededStore = Store<Commands, Queries>;

const key = StoreKey.fromHex('a7'.repeat(32));
const directories: string[] = [];
let workerUrl: URL;

beforeAll(async () => {
  workerUrl = await buildEntry(new URL('store-erasure-worker.ts', import.meta.url));
  directories.push(new URL('.', workerUrl).pathname);
});
afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
});

/** Where no desktop is: every question fails as it does without a session bus. */
const noKeychain: Keychain = {
  name: 'none',
  get: () => Promise.reject(new KeyError('keychain-unavailable', 'none')),
  set: () => Promise.reject(new KeyError('keychain-unavailable', 'none')),
  delete: () => Promise.reject(new KeyError('keychain-unavailable', 'none')),
};

const noSecrets = { names: () => [], delete: () => Promise.resolve() };

async function openSeeded(
  profile = newProfile(),
  storeKey = key,
): Promise<{ profile: string; store: SeededStore }> {
  const store = await Store.open<Commands, Queries>({
    profile,
    key: storeKey,
    workerUrl,
  });
  for (const id of ['a1', 'a2']) await store.write('seedAccount', { id, address: `${id}@example.org` });
  return { profile, store };
}

function newProfile(): string {
  const directory = temporaryDirectory();
  directories.push(directory);
  return directory;
}

let sequence = 0;
/** A message all of whose texts contain a word found nowhere else; some lie in content files. */
async function seed(
  profile: string,
  store: SeededStore,
  options: { thread: string; from?: string; account?: string; place?: string; content?: boolean },
): Promise<{ id: string; marker: string; messageId: string }> {
  const marker = `qx${(++sequence).toString(36).padStart(4, '0')}zyr`;
  const from = options.from ?? 'ana.ribeiro@example.com';
  const messageId = `<${marker}@example.com>`;
  const content = options.content
    ? await new ContentFolder(profile).put(Buffer.from(`${marker} `.repeat(30_000)))
    : undefined;
  const id = await store.write('seedMessage', {
    accountId: options.account ?? 'a1',
    threadId: options.thread,
    conversationId: `conversation-${options.thread}`,
    from: { name: from.split('@')[0] ?? '', address: from },
    marker,
    date: Date.UTC(2026, 2, 1) + sequence,
    messageId,
    ...(options.place ? { place: options.place } : {}),
    ...(content ? { content } : {}),
  });
  return { id, marker, messageId };
}

/** A mail as a sync hands it to the store. */
const incoming = (uid: number, marker: string) =>
  preparedMail(`${marker} said`, {
    uid,
    messageId: `<${marker}@example.com>`,
    subject: `about ${marker}`,
    date: Date.UTC(2026, 3, 1),
    from: [{ name: 'Ana Ribeiro', address: 'ana.ribeiro@example.com' }],
    to: [{ name: 'Me', address: 'a1@example.org' }],
    source: {
      sha256: createHash('sha256').update(marker).digest('hex'),
      deflated: Buffer.from(`source ${marker}`),
      content: null,
    },
  });

function onDisk(profile: string, marker: string, storeKey = key): boolean {
  return decryptedPages(join(profile, 'store.db'), storeKey.toHex()).includes(marker);
}

describe('erasing', () => {
  it('tells how far it is, stops when told, and goes on where it was', async () => {
    const { profile, store } = await openSeeded();
    const all = [];
    for (let i = 0; i < 120; i++) all.push(await seed(profile, store, { thread: 't1' }));
    const scope = { kind: 'thread', id: 't1' } as const;
    const stopping = new AbortController();
    const events = eraseEvents((progress) =>
      erase(
        {
          store,
          secrets: noSecrets,
          signal: stopping.signal,
          onProgress: (erased, total) => {
            progress(erased, total);
            if (erased >= 50) stopping.abort();
          },
        },
        scope,
      ),
    );
    expect((await events.next()).value).toEqual({ erased: 50, total: 120, receipt: null });
    await expect(events.next()).rejects.toMatchObject({
      code: 'erase-stopped',
      message: 'You stopped it after 50 of 120 messages.',
    });
    // What went is gone for good, the rest is whole.
    const left = await store.read('erase.preview', scope);
    expect(left).toMatchObject({ messages: 70, threads: 1 });
    expect(all.filter(({ marker }) => onDisk(profile, marker))).toHaveLength(70);
    const shown = [];
    for await (const event of eraseEvents((onProgress) =>
      erase({ store, secrets: noSecrets, onProgress }, scope),
    ))
      shown.push(event);
    expect(shown.at(-1)).toMatchObject({ erased: 70, total: 70, receipt: { messages: 70 } });
    expect(all.some(({ marker }) => onDisk(profile, marker))).toBe(false);
    await store.close();
  });

  it('a message leaves no word of it in any page of the store, its log, the index or a file', async () => {
    const { profile, store } = await openSeeded();
    const kept = await seed(profile, store, { thread: 't1', content: true });
    const gone = await seed(profile, store, { thread: 't1', content: true });
    expect(onDisk(profile, gone.marker)).toBe(true);
    expect(readdirSync(join(profile, 'content'))).toHaveLength(2);
    const receipt = await erase({ store, secrets: noSecrets }, { kind: 'message', id: gone.id });
    expect(receipt).toMatchObject({ messages: 1, threads: 1, attachments: 1, accounts: ['a1@example.org'] });
    expect(receipt.verified.length).toBeGreaterThan(2);
    expect(receipt.stays.join()).toContain('a1@example.org');
    expect(onDisk(profile, gone.marker)).toBe(false);
    expect(onDisk(profile, kept.marker)).toBe(true);
    expect(readdirSync(join(profile, 'content'))).toHaveLength(1);
    expect(await store.read('found', gone.marker)).toBe(0);
    expect(await store.read('found', kept.marker)).toBe(1);
    expect(await store.read('erasedBefore', { accountId: 'a1', messageId: gone.messageId })).toBe(true);
    expect(await store.read('erasedBefore', { accountId: 'a1', messageId: kept.messageId })).toBe(false);
    // What the user wrote in answer stays; what it quoted does not.
    expect((await store.read('drafts', undefined)).map((draft) => draft.quote)).toEqual([
      `> ${kept.marker}`,
      '',
    ]);
    expect((await store.check()).integrity).toBe('ok');
    await store.close();
    expect(onDisk(profile, gone.marker)).toBe(false);
  });

  it('a thread takes its drafts, journal, references and people along, and nothing of another', async () => {
    const { profile, store } = await openSeeded();
    const before = await store.read('counts', undefined);
    const gone = [];
    for (let index = 0; index < 120; index++) {
      gone.push(
        await seed(profile, store, {
          thread: 't1',
          from: 'rui.costa@example.net',
          content: index % 40 === 0,
        }),
      );
    }
    const kept = await seed(profile, store, { thread: 't2', from: 'mei.tanaka@example.com' });
    const progress: number[] = [];
    const receipt = await erase(
      { store, secrets: noSecrets, onProgress: (erased) => progress.push(erased) },
      { kind: 'thread', id: 't1' },
    );
    expect(receipt).toMatchObject({ messages: 120, threads: 1, attachments: 120, drafts: 120 });
    expect(progress).toEqual([50, 100, 120]);
    const pages = decryptedPages(join(profile, 'store.db'), key.toHex());
    for (const { marker } of gone) expect(pages.includes(marker)).toBe(false);
    expect(pages.includes('rui.costa')).toBe(false);
    expect(pages.includes(kept.marker)).toBe(true);
    const counts = await store.read('counts', undefined);
    expect(counts).toMatchObject({
      message: 1,
      thread: 1,
      conversation: 1,
      identity: 1,
      contact: 1,
      draft: 1,
      action: 1,
    });
    expect(counts.content).toBe(0);
    expect(counts.account).toBe(before.account);
    expect(readdirSync(join(profile, 'content'))).toEqual([]);
    await store.close();
  });

  it('a contact forgets the person in every thread', async () => {
    const { profile, store } = await openSeeded();
    const gone = [
      await seed(profile, store, { thread: 't1', from: 'rui.costa@example.net' }),
      await seed(profile, store, { thread: 't2', from: 'rui.costa@example.net', account: 'a2' }),
    ];
    const kept = await seed(profile, store, { thread: 't3', from: 'mei.tanaka@example.com' });
    const contact = (await store.read('contactOf', 'rui.costa@example.net')) as string;
    const receipt = await erase({ store, secrets: noSecrets }, { kind: 'contact', id: contact });
    expect(receipt).toMatchObject({
      messages: 2,
      threads: 2,
      accounts: ['a1@example.org', 'a2@example.org'],
    });
    for (const { marker } of gone) expect(onDisk(profile, marker)).toBe(false);
    expect(onDisk(profile, 'rui.costa')).toBe(false);
    expect(onDisk(profile, kept.marker)).toBe(true);
    expect(await store.read('contactOf', 'rui.costa@example.net')).toBeNull();
    await store.close();
  });

  it('an account takes its messages, mailboxes and secrets, and no other account', async () => {
    const { profile, store } = await openSeeded();
    const gone = await seed(profile, store, { thread: 't1', account: 'a2', content: true });
    const kept = await seed(profile, store, { thread: 't2', account: 'a1', content: true });
    const secrets = new Set(['a1', 'a2']);
    const receipt = await erase(
      {
        store,
        secrets: { names: () => [...secrets], delete: async (name) => void secrets.delete(name) },
      },
      { kind: 'account', id: 'a2' },
    );
    expect(receipt).toMatchObject({ messages: 1, drafts: 1, accounts: ['a2@example.org'] });
    expect([...secrets]).toEqual(['a1']);
    expect(onDisk(profile, gone.marker)).toBe(false);
    expect(onDisk(profile, 'a2@example.org')).toBe(false);
    expect(onDisk(profile, kept.marker)).toBe(true);
    expect(await store.read('counts', undefined)).toMatchObject({
      account: 1,
      mailbox: 1,
      message: 1,
      content: 1,
    });
    await store.close();
  });

  it('the trash takes what lies in it and leaves the rest of the thread', async () => {
    const { profile, store } = await openSeeded();
    const kept = await seed(profile, store, { thread: 't1' });
    const gone = await seed(profile, store, { thread: 't1', place: 'trash' });
    expect(await store.read('erase.preview', { kind: 'trash' })).toMatchObject({ messages: 1, threads: 1 });
    await erase({ store, secrets: noSecrets }, { kind: 'trash' });
    expect(onDisk(profile, gone.marker)).toBe(false);
    expect(onDisk(profile, kept.marker)).toBe(true);
    expect(await store.read('erase.preview', { kind: 'trash' })).toMatchObject({ messages: 0, goes: [] });
    await store.close();
  });

  it('keeps a sync from bringing back what was erased, under its old UID or a new one', async () => {
    const { profile, store } = await openSeeded();
    const mailboxId = 'inbox-a1';
    await store.write('mailbox.reset', { mailboxId, uidValidity: 1 });
    const batch = [incoming(7, 'qxsynconezyr'), incoming(8, 'qxsynctwozyr')];
    const { added } = await store.write('mail.ingest', { mailboxId, uidValidity: 1, batch }, 'sync');
    expect(added).toHaveLength(2);
    const id = added[0] as string;
    await erase({ store, secrets: noSecrets }, { kind: 'message', id });
    expect(onDisk(profile, 'qxsynconezyr')).toBe(false);
    expect(await store.read('mailbox.knownUids', { mailboxId, from: 1 })).toEqual([{ first: 7, last: 8 }]);

    // Another client moved it out and back: the same mail under another UID.
    const moved = { mailboxId, uidValidity: 1, batch: [incoming(9, 'qxsynconezyr')] };
    expect(await store.write('mail.ingest', moved, 'sync')).toEqual({ added: [] });
    expect(await store.read('mailbox.knownUids', { mailboxId, from: 1 })).toEqual([{ first: 7, last: 9 }]);
    await store.write('mailbox.reset', { mailboxId, uidValidity: 2 });
    expect(await store.read('mailbox.knownUids', { mailboxId, from: 1 })).toEqual([]);
    await store.write('mail.ingest', { mailboxId, uidValidity: 2, batch: batch.slice(0, 1) }, 'sync');
    expect((await store.read('counts', undefined)).message).toBe(1);
    expect(await store.read('found', 'qxsynconezyr')).toBe(0);
    await store.close();
  });

  it('a contact stays a bare address where mail of others names it', async () => {
    const { profile, store } = await openSeeded();
    await store.write('mailbox.reset', { mailboxId: 'inbox-a1', uidValidity: 1 });
    const group = {
      ...incoming(1, 'qxgroupzyr'),
      to: [
        { name: 'Me', address: 'a1@example.org' },
        { name: 'Rui Costa', address: 'rui.costa@example.net' },
      ],
    };
    await store.write('mail.ingest', { mailboxId: 'inbox-a1', uidValidity: 1, batch: [group] }, 'sync');
    const own = await seed(profile, store, { thread: 't1', from: 'rui.costa@example.net' });
    const contact = (await store.read('contactOf', 'rui.costa@example.net')) as string;
    const receipt = await erase({ store, secrets: noSecrets }, { kind: 'contact', id: contact });
    expect(receipt.messages).toBe(1);
    expect(receipt.stays.join()).toContain('1 message to several people');
    expect(onDisk(profile, own.marker)).toBe(false);
    expect(onDisk(profile, 'qxgroupzyr')).toBe(true);
    const left = await store.read('contactOf', 'rui.costa@example.net');
    expect(left).not.toBeNull();
    expect(left).not.toBe(contact);
    await store.close();
  });

  it('refuses to take the user for a contact', async () => {
    const { profile, store } = await openSeeded();
    await seed(profile, store, { thread: 't1', from: 'a1@example.org' });
    const me = (await store.read('contactOf', 'a1@example.org')) as string;
    await expect(erase({ store, secrets: noSecrets }, { kind: 'contact', id: me })).rejects.toMatchObject({
      code: 'erase-self',
    });
    expect((await store.read('counts', undefined)).message).toBe(1);
    await store.close();
  });

  it('everything leaves neither key nor file, and spares files that are not ours', async () => {
    const profile = newProfile();
    writeFileSync(join(profile, 'holiday.jpg'), 'mine');
    const { custody, key: storeKey } = await unlockProfile(profile, {
      passphrase: 'correct horse battery staple',
      keychain: noKeychain,
    });
    await custody.secrets.set('a1', 'hunter2');
    const { store } = await openSeeded(profile, storeKey);
    await seed(profile, store, { thread: 't1', content: true });
    mkdirSync(join(profile, 'Local Storage', 'leveldb'), { recursive: true });
    mkdirSync(join(profile, 'logs'));
    writeFileSync(join(profile, 'logs', 'engine.log'), 'line');
    const preview = await store.read('erase.preview', { kind: 'everything' });
    expect(preview).toMatchObject({ messages: 1, accounts: ['a1@example.org', 'a2@example.org'] });
    const receipt = await eraseEverything({ profile, custody, close: () => store.close(), preview });
    expect(readdirSync(profile)).toEqual(['holiday.jpg']);
    expect(receipt.stays.join()).toContain('holiday.jpg');
    expect(receipt.verified.join()).toContain('wrapped key');
    expect(await KeyCustody.open(profile, { keychain: noKeychain }).state()).toMatchObject({
      state: 'choose',
    });
  });

  it('everything removes the files even where the keychain does not answer, and says what is left', async () => {
    const profile = newProfile();
    const entries = new Map<string, string>();
    let answers = true;
    const asked = async <T>(answer: () => T): Promise<T> => {
      if (!answers) throw new KeyError('keychain-unavailable', 'There is no keychain that can be used.');
      return answer();
    };
    const keychain: Keychain = {
      name: 'sometimes',
      get: (name) => asked(() => entries.get(name) ?? null),
      set: (name, value) => asked(() => void entries.set(name, value)),
      delete: (name) => asked(() => entries.delete(name)),
    };
    const { custody, key: storeKey } = await unlockProfile(profile, { keychain });
    await custody.secrets.set('a1', 'hunter2');
    const { store } = await openSeeded(profile, storeKey);
    const preview = await store.read('erase.preview', { kind: 'everything' });
    answers = false;
    const options = { profile, custody, close: () => store.close(), preview };
    await expect(eraseEverything(options)).rejects.toMatchObject({ code: 'erase-incomplete' });
    expect(existsSync(join(profile, 'store.db'))).toBe(false);
    answers = true;
    await eraseEverything({ ...options, custody: KeyCustody.open(profile, { keychain }) });
    expect(entries.size).toBe(0);
    expect(readdirSync(profile)).toEqual([]);
  });
});
