import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer, type Server } from 'node:tls';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bytesAtHand } from '#engine/channels/mail/byte-source.ts';
import { sendMail } from '#engine/channels/mail/smtp/send.ts';
import { createCa, type RigCa } from '#rig/ca.ts';

const folder = mkdtempSync(join(tmpdir(), 'skein-smtp-'));
let ca: RigCa;
let server: Server;

/** Answers all of a pipelined envelope in one piece and closes at once, as servers under load do. */
beforeAll(async () => {
  ca = createCa(folder);
  server = createServer({ cert: ca.leaf.cert, key: ca.leaf.key }, (socket) => {
    socket.on('error', () => {});
    socket.write('220 here\r\n');
    socket.on('data', (data) => {
      const said = data.toString();
      if (/^EHLO/i.test(said)) socket.write('250-here\r\n250 PIPELINING\r\n');
      else if (/^MAIL/i.test(said))
        socket.end('250 sender ok\r\n554 5.7.1 no mail from you today\r\n554 5.5.1 no valid recipients\r\n');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

it('a refusal is read though the server closes with it', async () => {
  const { port } = server.address() as AddressInfo;
  const nowhere = { host: '127.0.0.1', port, tls: 'implicit' } as const;
  const settings = { username: 'me@x.example', imap: nowhere, smtp: nowhere, ca: ca.ca };
  const sent = await sendMail(settings, async () => 'secret', {
    envelope: { from: 'me@x.example', to: ['you@y.example'] },
    source: bytesAtHand(Buffer.from('Subject: x\r\n\r\nx\r\n')),
  });
  expect(sent).toMatchObject({
    outcome: 'permanent',
    rejected: [{ address: 'you@y.example', permanent: true, serverText: '554 5.7.1 no mail from you today' }],
  });
});
