/** Takes everything out of the store in open formats. Nothing that is there already is overwritten. */
import type { Reading } from '#engine/reading/reading.ts';
import type { StoreAccess } from '#engine/store/store-access.ts';
import type { ExportFormat, ExportScope } from '#shared/contract/transfers.ts';
import { ExportError } from './errors.ts';
import { fileName } from './file-names.ts';
import { MailFolders } from './folders.ts';
import { mboxEntry } from './mbox.ts';
import type { ExportedMessage } from './pages.ts';
import type { exportQueries } from './registry.ts';
import { ExportWriter } from './writer.ts';

export interface ExportOptions {
  store: StoreAccess<Record<never, never>, typeof exportQueries>;
  reading: Pick<Reading, 'source' | 'attachment' | 'authorHtml'>;
  format: ExportFormat;
  /** A directory; made when it is not there. */
  out: string;
  scope: ExportScope;
  signal: AbortSignal;
  /** Told how many messages were looked at, of how many. */
  onProgress?: (done: number, total: number) => void;
}

export interface ExportReceipt {
  /** Messages written; one that lies in two mailboxes is one. */
  messages: number;
  files: number;
  bytes: number;
  /** Mails whose source has not been fetched yet: only the JSON format has what is known of them. */
  missing: number;
  /** Texts, which only the JSON format holds. */
  textsLeftOut: number;
}

const PAGE = 100;

/** Exports the messages of a scope. Rejects with ExportError, StoreError; what was written until then stays. */
export async function exportMessages(options: ExportOptions): Promise<ExportReceipt> {
  const { store, format, out, scope, signal, onProgress = () => {} } = options;
  const writer = new ExportWriter(out);
  const put = FORMATS[format](options, writer);
  const receipt = { messages: 0, missing: 0, textsLeftOut: 0 };
  let looked = 0;
  await writer.begin();
  const total = await store.read('export.count', scope);
  try {
    for (
      let after = 0, page = await store.read('export.page', { scope, after, limit: PAGE });
      page.length > 0;
    ) {
      for (const message of page) {
        if (signal.aborted) throw new ExportError('export-stopped', out);
        onProgress(looked++, total);
        const isText = message.channel === 'sms';
        if (!isText && !message.complete) receipt.missing++;
        if (format !== 'jsonl' && isText) receipt.textsLeftOut++;
        else if (format === 'jsonl' || message.complete) {
          await put(message);
          receipt.messages++;
        }
      }
      after = page.at(-1)!.row;
      page = await store.read('export.page', { scope, after, limit: PAGE });
    }
  } finally {
    await writer.close();
  }
  return { ...receipt, files: writer.files, bytes: writer.bytes };
}

type Put = (message: ExportedMessage) => Promise<void>;

const FORMATS: Record<ExportFormat, (options: ExportOptions, writer: ExportWriter) => Put> = {
  mbox({ reading }, writer) {
    const folders = new MailFolders();
    return async (message) => {
      const entry = mboxEntry(Buffer.from(await reading.source(message.id)), message.sender, message.date);
      for (const folder of folders.of(message)) await writer.append(`${folder}.mbox`, entry);
    };
  },

  eml({ reading }, writer) {
    const folders = new MailFolders();
    return async (message) => {
      const source = await reading.source(message.id);
      for (const folder of folders.of(message))
        await writer.put(`${folder}/${datedName(message)}.eml`, source);
    };
  },

  jsonl({ store, reading }, writer) {
    return async (message) => {
      const record = await store.read('export.record', message.id);
      if (!record) return;
      const html = message.channel === 'mail' ? await reading.authorHtml(message.id) : null;
      const files: Record<string, string> = {};
      // The files of a mail are in its source, for which there are the other formats; those of a text are nowhere else.
      for (const { id, filename } of message.channel === 'sms' ? record.attachments : []) {
        files[id] = `attachments/${id}-${fileName(filename)}`;
        await writer.put(files[id], (await reading.attachment(id)).content);
      }
      const attachments = record.attachments.map((one) => ({ ...one, file: files[one.id] ?? null }));
      await writer.append(
        'messages.jsonl',
        Buffer.from(`${JSON.stringify({ ...record, html, attachments })}\n`),
      );
    };
  },
};

/** Sorts by time, and is unique by the random end of the id (RFC 9562 section 5.7). */
function datedName({ id, date }: ExportedMessage): string {
  return `${new Date(date).toISOString().replace(/[-:]|\.\d+/g, '')}-${id.slice(-12)}`;
}
