/** Opening and saving attachments: what the shell did, told to the user. */
import type { FileOutcome } from '#shared/contract/bridge.ts';
import type { Attachment } from '#shared/contract/model.ts';
import { tellError } from '../../app/acts.ts';
import { bridge } from '../../app/bridge.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';

const words = strings.viewer;
const toldMs = 6000;

/** What is shown of a message's files: not the pictures inside its text. */
export const shownFiles = (files: readonly Attachment[]) => files.filter((file) => !file.inline);

export function viewAttachment(files: readonly Attachment[], id: string): void {
  const index = Math.max(
    0,
    files.findIndex((file) => file.id === id),
  );
  useApp.getState().showOverlay({ kind: 'attachment', files: [...files], index });
}

/** Tells the user what became of a file. */
export async function tellOutcome(outcome: Promise<FileOutcome> | undefined, done: string): Promise<void> {
  try {
    const told = await outcome;
    if (!told) return;
    const { toast } = useApp.getState();
    const until = Date.now() + toldMs;
    if (told.state === 'done') toast({ text: done, until });
    else if (told.state === 'failed') toast({ text: told.error.message, tone: 'danger', error: told.error });
    else if (told.state === 'dangerous') toast({ text: words.dangerous, tone: 'danger' });
    else if (told.state === 'save-only') toast({ text: words.saveOnlyTitle, until });
  } catch (error) {
    tellError(error);
  }
}

/** Opens the file with the system's program. */
export const openAttachment = ({ id, filename }: Attachment) =>
  tellOutcome(bridge()?.openAttachment(id), words.opened(filename));

/** Lets the user choose where the file goes. */
export const saveAttachment = ({ id, filename }: Pick<Attachment, 'id' | 'filename'>) =>
  tellOutcome(bridge()?.saveAttachment(id), words.saved(filename));

/** Lets the user choose one folder for all. */
export const saveAttachments = (files: readonly Attachment[]) =>
  tellOutcome(bridge()?.saveAttachments(files.map(({ id }) => id)), words.savedAll(files.length));
