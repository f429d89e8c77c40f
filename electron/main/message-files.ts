import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { app, type BrowserWindow, dialog, type NativeImage, type WebContents } from 'electron';
import type { FileOutcome, PrintRequest } from '#shared/contract/bridge.ts';
import { safeFileName } from '#shared/files/file-names.ts';
import { failedOutcome, writeFailed } from './attachments/file-outcomes.ts';
import type { OpenedCopies } from './attachments/opened-copies.ts';
import type { Content } from './content-requests.ts';
import type { Printer } from './printer.ts';

const CANCELLED: FileOutcome = { state: 'cancelled' };
const NOT_HERE = failedOutcome(
  'not-here',
  'This message is not on this computer.',
  'It was deleted, or it has not been fetched yet. Check for new messages and try again.',
);

/** Where paper is Letter and not A4, by country. */
const LETTER = new Set(['US', 'CA', 'MX', 'PH', 'CL', 'CO', 'VE']);

export interface MessageFilesPorts {
  /** The source of a message, or the document of what is to be printed. */
  content(kind: 'source' | 'print', path: string): Promise<Content>;
  copies: OpenedCopies;
  printer: Printer;
  /** Picture that is dragged along. */
  icon(): NativeImage;
}

/** Messages as files of their own: saved, dragged to other programs, printed. */
export class MessageFiles {
  readonly #ports: MessageFilesPorts;

  constructor(ports: MessageFilesPorts) {
    this.#ports = ports;
  }

  /** Lets the user choose where the original source goes. */
  async save(window: BrowserWindow, messageId: string): Promise<FileOutcome> {
    const { status, filename, body } = await this.#ports.content('source', messageId);
    if (status !== 200) return NOT_HERE;
    return saveAs(window, `${stem(filename)}.eml`, body);
  }

  /**
   * Starts dragging the original sources as files, which are removed when Skein ends. Resolves to how many are not here.
   */
  async drag(contents: WebContents, messageIds: readonly string[]): Promise<number> {
    const files: string[] = [];
    const names = new Set<string>();
    // One after the other: the sources of many are not held at once.
    for (const messageId of messageIds) {
      const { status, filename, body } = await this.#ports.content('source', messageId);
      if (status !== 200) continue;
      const name = unusedName(stem(filename), names);
      files.push(await this.#ports.copies.write(`${name}.eml`, body));
    }
    const [file] = files;
    if (file !== undefined && !contents.isDestroyed())
      contents.startDrag({ file, files, icon: this.#ports.icon() });
    return messageIds.length - files.length;
  }

  /** Shows the system's dialog for printing. */
  async print({ kind, id }: PrintRequest): Promise<FileOutcome> {
    const { status, body } = await this.#ports.content('print', `${kind}/${id}`);
    if (status !== 200) return NOT_HERE;
    const problem = await this.#ports.printer.print(body);
    if (problem === null) return { state: 'done' };
    if (/cancel/i.test(problem)) return CANCELLED;
    return failedOutcome(
      'not-printed',
      'This could not be printed.',
      'Check the printer, or save it as PDF and print that.',
      problem,
    );
  }

  /** Lets the user choose where a PDF of it goes. */
  async savePdf(window: BrowserWindow, { kind, id }: PrintRequest): Promise<FileOutcome> {
    const { status, filename, body } = await this.#ports.content('print', `${kind}/${id}`);
    if (status !== 200) return NOT_HERE;
    const paper = LETTER.has(app.getLocaleCountryCode()) ? 'Letter' : 'A4';
    return saveAs(window, `${stem(filename)}.pdf`, await this.#ports.printer.toPdf(body, paper));
  }
}

/** A name made of the subject, which the sender wrote. */
function stem(subject: string | null): string {
  const clean = safeFileName((subject ?? '').replaceAll(/[./\\]/g, ' ').trim());
  return clean === 'attachment' ? 'Message' : clean;
}

/** A name that none of the others has: where they are put down they lie side by side. */
function unusedName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let number = 2; taken.has(name.toLowerCase()); number++) name = `${wanted} ${number}`;
  taken.add(name.toLowerCase());
  return name;
}

async function saveAs(window: BrowserWindow, name: string, bytes: Uint8Array): Promise<FileOutcome> {
  const { filePath } = await dialog.showSaveDialog(window, {
    defaultPath: join(app.getPath('downloads'), name),
  });
  if (!filePath) return CANCELLED;
  try {
    await writeFile(filePath, bytes, { mode: 0o600 });
    return { state: 'done' };
  } catch (error) {
    return writeFailed(error);
  }
}
