/** A message, or a thread, on paper and as a file of its own. */
import type { PrintRequest } from '#shared/contract/bridge.ts';
import { MAX_DRAGGED } from '#shared/contract/file-parts.ts';
import type { View } from '#shared/contract/model.ts';
import { tellBriefly } from '../../app/acts.ts';
import { bridge } from '../../app/bridge.ts';
import { engine } from '../../app/engine.ts';
import { strings } from '../../app/strings/index.ts';
import { tellOutcome } from './attachment-acts.ts';

const words = strings.transfers.message;

/** Lets the user choose where the original source goes. */
export const saveMessage = (id: string) => tellOutcome(bridge()?.saveMessage(id), words.saved);

export const printMessages = (what: PrintRequest) => tellOutcome(bridge()?.print(what), words.printed);

/** Lets the user choose where the PDF goes. */
export const savePdf = (what: PrintRequest) => tellOutcome(bridge()?.savePdf(what), words.saved);

/** Begins to drag the original sources out of the window. */
export async function dragMessages(ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const missing = await bridge()?.dragMessages(ids);
  if (missing) tellBriefly(words.notDragged(missing));
}

/** Begins to drag all mail of some threads; `view`: of what lies there alone. */
export async function dragThreads(ids: readonly string[], view: View | undefined): Promise<void> {
  const mails: string[] = [];
  for (const id of ids) {
    const limit = MAX_DRAGGED + 1 - mails.length;
    if (limit <= 0) break;
    const thread = await engine.threads.get({ id, limit, ...(view ? { view } : {}) });
    for (const item of thread?.items ?? []) if (item.kind === 'mail') mails.push(item.id);
  }
  if (mails.length > MAX_DRAGGED) tellBriefly(words.tooManyDragged(MAX_DRAGGED));
  else await dragMessages(mails);
}
