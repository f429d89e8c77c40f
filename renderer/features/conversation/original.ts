import type { Thread } from '#shared/contract/threads.ts';
import type { MailItem } from '#shared/contract/timeline.ts';

/** Mail of a single sender to whom nobody answers is shown in its original layout: newsletters, receipts. */
export const prefersOriginal = (thread: Pick<Thread, 'kind' | 'participantCount'>): boolean =>
  thread.kind === 'topic' && thread.participantCount <= 1;

/** Whether a mail is shown in its original layout at first. Without any text there is nothing else to show. */
export function opensInOriginal(item: MailItem, preferred: boolean): boolean {
  const wordless = item.text !== null && item.text.trim() === '' && item.folded.length === 0;
  return item.hasHtml && (preferred || wordless);
}
