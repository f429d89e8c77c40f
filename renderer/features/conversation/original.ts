import type { Thread } from '#shared/contract/threads.ts';
import type { MailItem } from '#shared/contract/timeline.ts';

/**
 * Mail of a single sender to whom nobody answers is shown in its original layout: newsletters, receipts; also where it
 * was addressed to a list or to somebody else.
 */
export function prefersOriginal(
  { kind, participantCount, items }: Pick<Thread, 'kind' | 'participantCount' | 'items'>,
  { bulk }: Pick<MailItem, 'bulk'>,
): boolean {
  if (kind !== 'topic') return false;
  if (participantCount <= 1 || !bulk) return participantCount <= 1;
  const authors = new Set(items.map(({ from }) => from.address.toLowerCase()));
  return authors.size === 1 && !items.some(({ fromMe }) => fromMe);
}

/** A short text that only says that there is HTML, as programs write that made no text of it. */
const STAND_IN =
  /\bhtml[- ](?:capable|enabled|compatible|aware)\b|\b(?:support|display|view|read)\w* (?:an? |this |the )?html\b|\b(?:view|read|open) (?:this|the|your) \w+ (?:in|with) (?:your|a|the) (?:web )?browser\b/i;
const LONGEST_STAND_IN = 250;

const isStandIn = (text: string) =>
  text.length <= LONGEST_STAND_IN && STAND_IN.test(text.replace(/\s+/g, ' '));

/** Whether a mail is shown in its original layout at first. Without a text of its own there is nothing else to show. */
export function opensInOriginal(
  { hasHtml, text, folded }: Pick<MailItem, 'hasHtml' | 'text' | 'folded'>,
  preferred: boolean,
): boolean {
  const wordless = text !== null && text.trim() === '' && folded.length === 0;
  return hasHtml && (preferred || wordless || (text !== null && isStandIn(text)));
}
