/** From messages in a file to rows: parsed, made ready and written in batches, in the order of the file. */
import type { CondensedMessage } from '#engine/channels/mail/mime/condense.ts';
import type { ParseMessage } from '#engine/channels/mail/ports.ts';
import { prepareMail } from '#engine/ingest/prepare-mail.ts';
import type { ContentFolder } from '#engine/store/content.ts';
import type { StoreAccess } from '#engine/store/store-access.ts';
import type { LeftOut } from '#shared/contract/transfers.ts';
import { TypedError } from '#shared/errors/typed-error.ts';
import { ImportError } from './errors.ts';
import type { ImportedMail } from './ingest.ts';
import type { ImportJob, ImportStep } from './job.ts';
import { flagsOf } from './kept-state.ts';
import { type MessageInFile, streamSource } from './mail-file.ts';
import type { importCommands, importQueries } from './registry.ts';
import type { MailFile } from './sources.ts';

/** What a transaction takes at most: the user's own goes between two. */
const BATCH_MESSAGES = 32;
const BATCH_BYTES = 4 * 1024 * 1024;
/** Batches on their way at once: one is parsed while the other is written. */
const BATCHES = 2;
/** A message above this is not mail. */
const LARGEST = 1024 * 1024 * 1024;

export interface WriterPorts {
  store: StoreAccess<typeof importCommands, typeof importQueries>;
  content: ContentFolder;
  parse: ParseMessage<CondensedMessage>;
  /** Resolves when background work may begin. */
  turn: () => Promise<void>;
}

/** What a batch came to. */
export interface Counts {
  added: number;
  known: number;
  erased: number;
  problems: LeftOut[];
}

interface Item {
  file: MailFile;
  message: MessageInFile;
}

/** Gathers messages, has them parsed, and writes them in their order, a few batches at once. */
export class BatchWriter {
  readonly #jobId: string;
  readonly #ports: WriterPorts;
  readonly #onWritten: (counts: Counts) => void;
  #items: Item[] = [];
  #bytes = 0;
  #problems: LeftOut[] = [];
  /** Where the next import goes on once what was added is written. */
  #cursor: Pick<ImportJob, 'file' | 'position' | 'doneBytes'>;
  #underWay: Promise<void>[] = [];
  #turn: Promise<void> = Promise.resolve();

  constructor(job: ImportJob, ports: WriterPorts, onWritten: (counts: Counts) => void) {
    this.#jobId = job.id;
    this.#cursor = job;
    this.#ports = ports;
    this.#onWritten = onWritten;
  }

  leaveOut(...problems: LeftOut[]): void {
    this.#problems.push(...problems);
  }

  /** Takes a message; waits while enough of them are on their way. Rejects when an earlier one could not be written. */
  async add(item: Item, doneBytes: number): Promise<void> {
    this.#cursor = { file: item.file.path, position: item.message.next, doneBytes };
    this.#items.push(item);
    this.#bytes += item.message.source.length;
    if (this.#items.length >= BATCH_MESSAGES || this.#bytes >= BATCH_BYTES) await this.#flush();
  }

  /** Writes what is left and waits for all of it. */
  async finish(): Promise<void> {
    await this.#flush();
    await Promise.all(this.#underWay);
  }

  async #flush(): Promise<void> {
    const items = this.#items;
    const problems = this.#problems;
    const bytes = this.#bytes;
    const { file, position, doneBytes } = this.#cursor;
    this.#items = [];
    this.#problems = [];
    this.#bytes = 0;
    if (items.length === 0 && problems.length === 0) return;
    const before = this.#turn;
    const preparing = this.#prepare(items);
    const writing = Promise.all([preparing, before]).then(async ([prepared]) => {
      const left = [...problems, ...prepared.problems];
      await this.#write(prepared.mails, { file, position, doneBytes, problems: left });
    });
    this.#turn = writing;
    // Whoever waits for the next batch, or for the end, hears of it.
    writing.catch(() => {});
    this.#underWay.push(writing);
    // A large message is several times itself while it is parsed: nothing is read beside it.
    const most = bytes > BATCH_BYTES * 2 ? 1 : BATCHES;
    while (this.#underWay.length >= most) await this.#underWay.shift();
  }

  async #prepare(items: Item[]): Promise<{ mails: Ready[]; problems: LeftOut[] }> {
    const problems: LeftOut[] = [];
    const mails = await Promise.all(
      items.map(async ({ file, message }): Promise<Ready | null> => {
        const at = { file: file.path, offset: message.offset };
        if (message.state.deleted) return null;
        if (message.size > LARGEST) problems.push({ ...at, reason: 'too-large' });
        else if (message.source.every(isBlank)) problems.push({ ...at, reason: 'empty' });
        else return { at, mail: await this.#prepareOne(file, message) };
        return null;
      }),
    );
    return { mails: mails.filter((mail) => mail !== null), problems };
  }

  async #prepareOne(file: MailFile, message: MessageInFile): Promise<ImportedMail> {
    const { source, whole, size, state } = message;
    const { parse, content } = this.#ports;
    const internalDate = message.received ?? file.modified;
    const parsed = await parse(source, { internalDate, whole }).catch(() => null);
    const incoming = {
      uid: 0,
      internalDate,
      flags: flagsOf(state),
      size,
      modseq: null,
      emailId: null,
      threadId: null,
    };
    const mail = await prepareMail({ ...incoming, source: whole ? source : null, parsed }, content);
    if (!whole) {
      const stored = await content.put(streamSource(file, message));
      mail.source = { sha256: stored.sha256, deflated: null, content: stored };
    }
    return { mail, mailboxes: state.labels ?? [file.mailbox] };
  }

  async #write(mails: Ready[], step: ImportStep): Promise<void> {
    try {
      await this.#ingest(
        mails.map(({ mail }) => mail),
        step,
      );
    } catch (error) {
      if (concernsAll(error)) throw error;
      // One of them is to blame, and the others go in.
      const problems = [...step.problems];
      for (const { mail, at } of mails)
        await this.#ingest([mail], { ...step, problems: [] }).catch((thrown) => {
          if (concernsAll(thrown)) throw thrown;
          problems.push({ ...at, reason: 'not-stored' });
        });
      await this.#ingest([], { ...step, problems });
    }
  }

  async #ingest(batch: ImportedMail[], step: ImportStep): Promise<void> {
    await this.#ports.turn();
    const args = { jobId: this.#jobId, batch, ...step };
    const written = await this.#ports.store.write('import.batch', args, 'sync');
    if (!written) throw new ImportError('account-gone');
    if (written.unused.length > 0) await this.#ports.content.unlinkOrphans(written.unused);
    this.#onWritten({ ...written, problems: step.problems });
  }
}

interface Ready {
  at: Omit<LeftOut, 'reason'>;
  mail: ImportedMail;
}

/** A full disk, a removed account: no message can be written then. */
function concernsAll(error: unknown): boolean {
  return error instanceof TypedError && error.code !== 'store-defect';
}

const isBlank = (byte: number) => byte === 0x0a || byte === 0x0d || byte === 0x20;
