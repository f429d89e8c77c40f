import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FetchPace } from '#engine/channels/mail/imap/fetch-pace.ts';
import { fetchPart } from '#engine/channels/mail/imap/part-source.ts';
import { ImapSession } from '#engine/channels/mail/imap/session.ts';
import { DEFAULT_TIMINGS } from '#engine/channels/mail/imap/timings.ts';
import { ContentFolder } from '#engine/store/content.ts';
import { ALICE, DovecotServer } from '#rig/dovecot.ts';
import { FaultProxy } from '#rig/fault-proxy.ts';
import { ImapProbe } from '#rig/imap-probe.ts';
import { writeMaildir } from '#rig/seed.ts';
import { settingsFor } from './mail-fixture.ts';

const MEGABYTE = 1024 * 1024;

describe.skipIf(!DovecotServer.installed())('a file above 64 MB of a mail', () => {
  let server: DovecotServer;
  let proxy: FaultProxy;
  let directory: string;
  const film = Buffer.concat(Array.from({ length: 80 }, () => randomBytes(MEGABYTE)));

  beforeAll(async () => {
    server = await DovecotServer.start();
    proxy = await FaultProxy.start({ targetPort: server.ports.imaps });
    directory = mkdtempSync(join(tmpdir(), 'skein-large-file-'));
    const encoded = film.toString('base64').replace(/.{76}/g, '$&\r\n');
    const source = Buffer.from(
      [
        ...['Message-ID: <film@example.org>', 'Subject: Film', 'MIME-Version: 1.0'],
        ...['Content-Type: multipart/mixed; boundary=b', '', '--b', 'Content-Type: text/plain', '', 'Here.'],
        ...['--b', 'Content-Type: video/mp4; name=film.mp4', 'Content-Transfer-Encoding: base64', ''],
        ...[encoded, '--b--', ''],
      ].join('\r\n'),
    );
    writeMaildir(server, ALICE.address, 'INBOX', [{ date: Date.UTC(2026, 0, 1), flags: [], source }]);
  });
  afterAll(async () => {
    await proxy?.stop();
    await server?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  it('comes by itself into a file of its own, also over a cut, and takes a few megabytes of memory', async () => {
    const probe = await ImapProbe.connect(server, ALICE);
    const { uidValidity } = await probe.client.mailboxOpen('INBOX');
    await probe.close();
    const session = new ImapSession(
      settingsFor(server, ALICE, { port: proxy.port }),
      async () => ALICE.password,
      DEFAULT_TIMINGS,
    );
    let cut = false;
    let most = 0;
    const part = fetchPart(
      session,
      { path: 'INBOX', uidValidity: Number(uidValidity), uid: 1, section: '2' },
      {
        pace: new FetchPace(),
        signal: new AbortController().signal,
        progress: (share) => {
          most = Math.max(most, process.memoryUsage().arrayBuffers);
          if (share < 0.5 || cut) return;
          cut = true;
          proxy.cutAll();
        },
      },
    );
    const before = process.memoryUsage().arrayBuffers;
    const { size, sha256 } = await new ContentFolder(directory).put(part);
    await session.close();
    expect(cut).toBe(true);
    expect({ size, sha256 }).toEqual({
      size: film.length,
      sha256: createHash('sha256').update(film).digest('hex'),
    });
    expect(most - before).toBeLessThan(40 * MEGABYTE);
  });
});
