/** The engine's SmsStore on a store of its own, behind the same eyes as the tests' one. */
import { ingestCommands, ingestQueries } from '#engine/ingest/registry.ts';
import { createSmsStore } from '#engine/ingest/sms-store.ts';
import { insertText } from '#engine/ingest/texts.ts';
import { runCommand, runQuery } from '#engine/store/transaction.ts';
import { phone, type StoreFixture } from '#rig/sms/store-fixture.ts';
import { MY_NUMBER, World } from '../threads/support/world.ts';

/** The engine's own store, in one process and in memory. */
export function engineFixture(): StoreFixture {
  const world = new World();
  const accountId = 'account-text';
  const now = () => world.tick();
  const access = {
    write: async (name: keyof typeof ingestCommands, args: never) =>
      runCommand(world.db, ingestCommands[name] as never, args, now).result,
    read: async (name: keyof typeof ingestQueries, args: never) =>
      runQuery(world.db, ingestQueries[name] as never, args),
  };
  const store = createSmsStore({ store: access as never, content: {} as never, arrived: () => undefined });
  const words = (where: string) =>
    world
      .all<{ text: string }>(`SELECT text FROM text_message WHERE ${where} ORDER BY message_row`)
      .map((row) => row.text);
  return {
    store,
    accountId,
    queue: (clientRef, to, text, at) => {
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
          hasMedia: false,
        });
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
