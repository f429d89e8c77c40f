/** A message, or a thread, on paper and as a file of its own. */
import type { PrintRequest } from '#shared/contract/bridge.ts';
import { bridge } from '../../app/bridge.ts';
import { strings } from '../../app/strings/index.ts';
import { tellOutcome } from './attachment-acts.ts';

const words = strings.transfers.message;

/** Lets the user choose where the original source goes. */
export const saveMessage = (id: string) => tellOutcome(bridge()?.saveMessage(id), words.saved);

export const printMessages = (what: PrintRequest) => tellOutcome(bridge()?.print(what), words.printed);

/** Lets the user choose where the PDF goes. */
export const savePdf = (what: PrintRequest) => tellOutcome(bridge()?.savePdf(what), words.saved);

/** Begins to drag the original source out of the window. */
export const dragMessage = (id: string) => bridge()?.dragMessage(id);
