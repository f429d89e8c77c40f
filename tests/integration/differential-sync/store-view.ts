import { openConnection } from '#engine/store/connection.ts';
import { profilePaths } from '#engine/store/paths.ts';
import { StoreKey } from '#engine/store/store-key.ts';
import type { RunningEngine } from '../engine-fixture.ts';
import { KEYWORD } from './letter.ts';

/** A copy of a message as Skein's store has it. */
export interface StoredCopy {
  mailbox: string;
  uidValidity: number | null;
  uid: number;
  messageId: string | null;
  flags: string;
  sha256: string | null;
  row: number;
  role: string;
}

export interface StoredMail {
  row: number;
  messageId: string | null;
  place: string;
  unread: number;
  starred: number;
  /** It has the label that both sides give and take. */
  labelled: number;
  goneAt: number | null;
  threadKnown: number;
}

/** Looks into the running engine's store through a connection of its own, which cannot write. */
export class StoreView {
  private constructor(private readonly db: ReturnType<typeof openConnection>) {}

  static async open({ engine, profile }: RunningEngine): Promise<StoreView> {
    const key = StoreKey.fromHex(await engine.exportKey());
    return new StoreView(openConnection({ path: profilePaths(profile).store, key, mode: 'reader' }));
  }

  close(): void {
    this.db.close();
  }

  mailboxes(): { path: string; uidValidity: number | null }[] {
    return this.db
      .prepare('SELECT path, uidvalidity AS uidValidity FROM mailbox WHERE selectable = 1')
      .all() as { path: string; uidValidity: number | null }[];
  }

  copies(): StoredCopy[] {
    return this.db
      .prepare(
        `SELECT b.path AS mailbox, b.uidvalidity AS uidValidity, l.uid, mail.message_id AS messageId, l.flags,
           mail.source_sha256 AS sha256, l.message_row AS row, b.role
         FROM mail_location l JOIN mailbox b ON b.id = l.mailbox_id LEFT JOIN mail ON mail.message_row = l.message_row`,
      )
      .all() as StoredCopy[];
  }

  mails(): StoredMail[] {
    return this.db
      .prepare(
        `SELECT m.row, mail.message_id AS messageId, m.place, m.unread, m.starred, EXISTS (SELECT 1 FROM message_label x
             JOIN label ON label.id = x.label_id WHERE x.message_row = m.row AND label.keyword = ?) AS labelled,
           mail.gone_at AS goneAt,
           EXISTS (SELECT 1 FROM thread t WHERE t.id = m.thread_id) AS threadKnown
         FROM message m JOIN mail ON mail.message_row = m.row`,
      )
      .all(KEYWORD) as StoredMail[];
  }

  /** What an act was about: a message may have joined the thread just before. */
  messageIdsOf(actionId: string): string[] {
    return this.db
      .prepare(
        `SELECT DISTINCT mail.message_id FROM action a JOIN action_message e ON e.action_id = a.id
         JOIN mail ON mail.message_row = e.message_row WHERE (a.id = @id OR a.group_id = @id) AND mail.message_id IS NOT NULL`,
      )
      .pluck()
      .all({ id: actionId }) as string[];
  }
}
