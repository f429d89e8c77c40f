/** Imports and exports over a store in memory, with the parser in this thread. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ExportReceipt, exportMessages } from '#engine/export/export.ts';
import { exportQueries } from '#engine/export/registry.ts';
import { Imports } from '#engine/import/imports.ts';
import { importCommands, importQueries } from '#engine/import/registry.ts';
import { Reading } from '#engine/reading/reading.ts';
import { readingQueries } from '#engine/reading/stored-mail.ts';
import { ContentFolder } from '#engine/store/content.ts';
import { type Database, runCommand, runQuery } from '#engine/store/transaction.ts';
import type { ExportFormat, ExportScope, ImportState } from '#shared/contract/transfers.ts';
import { mimeInProcess } from '../../mime/in-process.ts';
import { memoryStore } from '../../threads/support/world.ts';

const commands = importCommands as unknown as Record<string, never>;
const queries = { ...importQueries, ...exportQueries, ...readingQueries } as unknown as Record<string, never>;

export class ImportEngine {
  readonly directory = realpathSync(mkdtempSync(join(tmpdir(), 'skein-import-')));
  readonly db: Database = memoryStore();
  readonly reading: Reading;
  imports: Imports;
  /** Called before every transaction of an import, with how many there were. */
  beforeBatch: (written: number) => void = () => {};
  #batches = 0;
  readonly #content = new ContentFolder(join(this.directory, 'profile'));

  constructor() {
    this.imports = this.another();
    this.reading = new Reading(this.#store as never, this.#content, mimeInProcess);
  }

  /** The service of an engine that starts anew over the same store. */
  another(): Imports {
    this.imports = new Imports({
      store: this.#store as never,
      content: this.#content,
      parse: (source, { internalDate, whole }) =>
        mimeInProcess.condense(source, { internalDate: new Date(internalDate), whole }),
      turn: async () => {},
      changed: () => {},
    });
    return this.imports;
  }

  /** Imports these paths to the end. */
  async import(...paths: string[]): Promise<ImportState> {
    await this.imports.start(paths);
    await this.imports.idle();
    return (await this.imports.state())!;
  }

  export(
    format: ExportFormat,
    out: string,
    scope: ExportScope = { kind: 'everything' },
  ): Promise<ExportReceipt> {
    const { reading } = this;
    const signal = new AbortController().signal;
    return exportMessages({ store: this.#store as never, reading, format, out, scope, signal });
  }

  /** What printing needs. */
  get printing() {
    return { store: this.#store as never, reading: this.reading };
  }

  /** Sources of all messages, as text of one byte a character, sorted. */
  async sources(): Promise<string[]> {
    const ids = this.db.prepare('SELECT id FROM message').pluck().all() as string[];
    const all = await Promise.all(ids.map((id) => this.reading.source(id)));
    return all.map((source) => Buffer.from(source).toString('latin1')).sort();
  }

  /** Path of the mailbox, place and flags of each message, by subject. */
  shown(): Record<string, { mailboxes: string; place: string; unread: number; starred: number }> {
    const rows = this.db
      .prepare(
        `SELECT subject, place, unread, starred, (SELECT group_concat(path, ', ') FROM (SELECT path FROM mail_location
           JOIN mailbox ON mailbox.id = mailbox_id WHERE message_row = message.row ORDER BY path)) AS mailboxes
         FROM message ORDER BY row`,
      )
      .all() as { subject: string; mailboxes: string; place: string; unread: number; starred: number }[];
    return Object.fromEntries(rows.map(({ subject, ...rest }) => [subject, rest]));
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }

  get #store() {
    return {
      write: async (name: string, args: unknown) => {
        if (name === 'import.batch') this.beforeBatch(this.#batches++);
        return runCommand(this.db, commands[name]!, args as never).result;
      },
      read: async (name: string, args: unknown) => runQuery(this.db, queries[name]!, args as never),
    };
  }
}

/** A short message. */
export const letter = (subject: string, more = '', body = 'Hello.\n') =>
  `From: Ana Ribeiro <ana@example.org>\nTo: sam@home.example\nSubject: ${subject}\n` +
  `Date: Sun, 22 Nov 2026 10:00:00 +0100\nMessage-ID: <${subject.replaceAll(' ', '-')}@example.org>\n${more}\n${body}`;

/** The line that begins a message in an mbox file. */
export const FROM = 'From ana@example.org Sun Nov 22 09:00:00 2026\n';
