import { fileName, UniqueNames } from './file-names.ts';
import type { ExportedMessage } from './pages.ts';

/** Nested deeper than this, a mailbox's parts are joined into one name. */
const MAX_DEPTH = 10;

/** A folder is never called like a file of the export. */
const folderName = (part: string) => fileName(part).replace(/\.(mbox|eml)$/i, '_$1');

/** Where the mail of each mailbox goes: a folder of the account, below it the mailbox's path. */
export class MailFolders {
  readonly #accounts = new UniqueNames();
  readonly #mailboxes = new UniqueNames();

  /** Relative paths without an ending, one for each mailbox the message lies in. */
  of({ accountId, account, place, mailboxes }: ExportedMessage): string[] {
    const root = this.#accounts.of(accountId, fileName(account));
    // Not on the server yet, or not any more: queued, or moved while offline.
    if (mailboxes.length === 0)
      return [this.#mailboxes.of(`${accountId} ${place}`, `${root}/on this computer/${place}`)];
    return mailboxes.map(({ id, path, delimiter }) => {
      const parts = delimiter === '' ? [path] : path.split(delimiter);
      const nested = parts.length > MAX_DEPTH ? [parts.join(' ')] : parts;
      return this.#mailboxes.of(id, [root, ...nested.map(folderName)].join('/'));
    });
  }
}
