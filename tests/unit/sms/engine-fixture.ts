/** The engine's SmsStore on a store of its own, behind the same eyes as the tests' one. */
import { createHash } from 'node:crypto';
import { ingestCommands, ingestQueries } from '#engine/ingest/registry.ts';
import { createSmsStore } from '#engine/ingest/sms-store.ts';
import { insertText } from '#engine/ingest/texts.ts';
import { mediaHostCommands, mediaHostQueries } from '#engine/media-host/hosted-files.ts';
import { MediaHosting } from '#engine/media-host/media-hosting.ts';
import { runCommand, runQuery, type Tx } from '#engine/store/transaction.ts';
import { phone, type QueuedFile, type StoreFixture } from '#rig/sms/store-fixture.ts';
import { MY_NUMBER, World } from '../threads/support/world.ts';

const COMMANDS = { ...ingestCommands, ...mediaHostCommands };
const QUERIES = { ...ingestQueries, ...mediaHostQueries };

export interface EngineFixture extends StoreFixture {
  world: World;
  hosting: MediaHosting;
}

/** The engine's own store, in one process and in memory; files and secrets are kept there too. */
export function engineFixture(clock: { now(): number } = { now: Date.now }): EngineFixture {
  const world = new World();
  const accountId = 'account-text';
  const files = new Map<string, Uint8Array>();
  const secrets = new Map<string, string>();
  const now = () => world.tick();
  const access = {
    write: async (name: keyof typeof COMMANDS, args: never) => {
      const { result } = runCommand(world.db, COMMANDS[name] as never, args, now);
      // As the engine does on every change of a text.
      if (name.startsWith('text.')) hosting.sweep();
      return result;
    },
    read: async (name: keyof typeof QUERIES, args: never) => runQuery(world.db, QUERIES[name] as never, args),
  };
  const hosting = new MediaHosting({
    store: access as never,
    secrets: {
      get: async (name) => secrets.get(name) ?? null,
      set: async (name, value) => void secrets.set(name, value),
      delete: async (name) => void secrets.delete(name),
    },
    now: () => clock.now(),
    log: () => undefined,
  });
  const content = { read: async ({ id }: { id: string }) => files.get(id)! };
  const store = createSmsStore({
    store: access as never,
    content: content as never,
    arrived: () => undefined,
  });
  const words = (where: string) =>
    world
      .all<{ text: string }>(`SELECT text FROM text_message WHERE ${where} ORDER BY message_row`)
      .map((row) => row.text);
  const attach = (tx: Tx, row: number, { mime, bytes }: QueuedFile, position: number) => {
    const id = tx.id();
    files.set(id, bytes);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    tx.db
      .prepare('INSERT INTO content (id, key, size, sha256, created_at) VALUES (?, ?, ?, ?, 0)')
      .run(id, Buffer.alloc(32), bytes.length, sha256);
    tx.db
      .prepare(
        `INSERT INTO attachment (id, message_row, part_index, filename, content_type, size, content_id)
         VALUES (?, ?, ?, 'file', ?, ?, ?)`,
      )
      .run(tx.id(), row, position, mime, bytes.length, id);
  };
  return {
    world,
    hosting,
    store,
    accountId,
    queue: (clientRef, to, text, at, attached = []) => {
      world.run((tx) => {
        const { row } = insertText(tx, {
          accountId,
          ownNumber: MY_NUMBER,
          peer: phone(to),
          text,
          date: at,
          fromMe: true,
          unread: false,
          status: 'queued',
          segments: null,
          hasMedia: attached.length > 0,
        });
        for (const [position, file] of attached.entries()) attach(tx, row, file, position);
        const outbox =
          "UPDATE text_message SET client_ref = ?, dispatch = 'queued', next_at = ? WHERE message_row = ?";
        tx.db.prepare(outbox).run(clientRef, at, row);
      });
    },
    look: (clientRef) =>
      world.get(
        `SELECT dispatch AS state, status, remote_id AS remoteId, peer AS "to", text, attempts AS attempt, error ->> 'detail' AS detail
         FROM text_message WHERE client_ref = ?`,
        clientRef,
      ),
    received: () => words("status = 'received'"),
    elsewhere: () => words("status <> 'received' AND client_ref IS NULL"),
  };
}
