/** A store of an older Skein, whose parser knew less of the mail it stored. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openConnection } from '#engine/store/connection.ts';
import { profilePaths } from '#engine/store/paths.ts';
import { StoreKey } from '#engine/store/store-key.ts';
import { ALICE, DovecotServer } from '#rig/dovecot.ts';
import { writeMaildir } from '#rig/seed.ts';
import { waitFor } from '#rig/wait-for.ts';
import type { MailItem } from '#shared/contract/timeline.ts';
import { ics } from '../unit/calendar/ics.ts';
import { openEngine, type RunningEngine, startEngine } from './engine-fixture.ts';

const letter = (number: number, fields: string[], body: string) => ({
  date: Date.UTC(2026, 9, number),
  flags: ['\\Seen'],
  source: Buffer.from(
    [
      'Authentication-Results: localhost; dmarc=pass header.from=joinery.example',
      'From: Ines Marin <ines@joinery.example>',
      `To: ${ALICE.address}`,
      `Subject: Letter ${number}`,
      `Message-ID: <${number}@joinery.example>`,
      `Date: ${new Date(Date.UTC(2026, 9, number)).toUTCString().replace('GMT', '+0000')}`,
      'MIME-Version: 1.0',
      ...fields,
      '',
      body,
    ].join('\r\n'),
  ),
});

describe.skipIf(!DovecotServer.installed())('a store that an older parser made', () => {
  let dovecot: DovecotServer;
  let running: RunningEngine;

  beforeAll(async () => {
    dovecot = await DovecotServer.start();
    writeMaildir(dovecot, ALICE.address, 'INBOX', [
      ...[1, 2, 3].map((number) => letter(number, [], 'The drawings are ready.\r\n')),
      letter(4, ['Content-Type: text/calendar; method=REQUEST'], ics('REQUEST')),
    ]);
    const imap = { host: 'localhost', port: dovecot.ports.imaps, tls: 'implicit' } as const;
    running = await startEngine({
      ...ALICE,
      settings: { username: ALICE.address, imap, smtp: imap, ca: dovecot.ca.ca },
    });
  });
  afterAll(async () => {
    await running?.close();
    await dovecot?.stop();
  });

  async function mails(): Promise<MailItem[]> {
    const { store } = running.engine;
    const view = { view: 'inbox', channel: null, accountId: null, mailboxId: null } as const;
    const { rows } = await store.read('threads.page', { ...view, offset: 0, limit: 10 });
    const threads = await Promise.all(
      rows.map(({ id }) => store.read('threads.get', { ...view, id, limit: 10 })),
    );
    return threads.flatMap((thread) => thread?.items ?? []).filter((item) => item.kind === 'mail');
  }

  it('has its cards and verdicts some seconds after a start', async () => {
    const before = await mails();
    expect(before).toHaveLength(4);
    expect(before.filter(({ invitation }) => invitation !== null)).toHaveLength(1);
    expect(before.every(({ check }) => check?.outcome === 'verified')).toBe(true);

    const key = StoreKey.fromHex(await running.engine.exportKey());
    await running.end();
    const db = openConnection({ path: profilePaths(running.profile).store, key, mode: 'writer' });
    for (const sql of [
      'DELETE FROM calendar_part',
      'DELETE FROM sender_check',
      "UPDATE attachment SET inline = 0, filename = 'attachment'",
      'UPDATE derived_state SET parser = 0, next_row = NULL',
    ])
      db.prepare(sql).run();
    db.close();

    running = await openEngine(running.profile);
    const old = await mails();
    expect(old.every(({ invitation, check }) => !invitation && check?.outcome !== 'verified')).toBe(true);
    await waitFor('all as it was', async () => expect(await mails()).toEqual(before) ?? true);
  });
});
