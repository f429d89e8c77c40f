import type { Thread } from '#shared/contract/threads.ts';
import type { MailItem, TextItem, TimelineItem } from '#shared/contract/timeline.ts';
import { daysBetween } from '../../app/format.ts';

export type Block =
  | { kind: 'day'; key: string; at: number }
  | { kind: 'topic'; key: string; subject: string }
  | { kind: 'mail'; key: string; item: MailItem; last: boolean }
  | { kind: 'text'; key: string; item: TextItem; endsRun: boolean };

const runMs = 5 * 60_000;
const replyPrefix = /^\s*((re|fwd?|aw|wg|sv|vs|tr|rv|antw)(\[\d+\])?\s*:\s*)+/i;

/** A subject without "Re:" and its like, for headings. */
export function topicOf(subject: string): string {
  return subject.replace(replyPrefix, '').trim();
}

/** The subjects talked about in what is loaded. */
export function topicCount(thread: Pick<Thread, 'items'>): number {
  return new Set(thread.items.filter((item) => item.kind === 'mail').map((item) => item.conversationId)).size;
}

function sameRun(a: TextItem, b: TimelineItem | undefined): boolean {
  return (
    b?.kind === 'sms' &&
    b.fromMe === a.fromMe &&
    b.from.address === a.from.address &&
    b.date - a.date < runMs &&
    b.status === a.status &&
    daysBetween(a.date, b.date) === 0
  );
}

/** The timeline with its day dividers and, in a person's thread, a line where the subject changes. */
export function blocksOf(thread: Pick<Thread, 'items' | 'kind'>): Block[] {
  const blocks: Block[] = [];
  let day: number | null = null;
  let topic: string | null = null;
  thread.items.forEach((item, index) => {
    if (day === null || daysBetween(day, item.date) !== 0) {
      blocks.push({ kind: 'day', key: `day-${item.id}`, at: item.date });
      day = item.date;
    }
    const last = index === thread.items.length - 1;
    if (item.kind === 'mail') {
      if (thread.kind === 'person' && topic !== item.conversationId) {
        blocks.push({ kind: 'topic', key: `topic-${item.id}`, subject: topicOf(item.subject) });
        topic = item.conversationId;
      }
      blocks.push({ kind: 'mail', key: item.id, item, last });
    } else {
      blocks.push({ kind: 'text', key: item.id, item, endsRun: !sameRun(item, thread.items[index + 1]) });
    }
  });
  return blocks;
}
