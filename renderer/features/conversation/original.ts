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

/** Whether a mail is shown in its original layout at first. Without any text there is nothing else to show. */
export function opensInOriginal(item: MailItem, preferred: boolean): boolean {
  const wordless = item.text !== null && item.text.trim() === '' && item.folded.length === 0;
  return item.hasHtml && (preferred || wordless);
}
