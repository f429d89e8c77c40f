import { expect, test } from 'vitest';
import type { MailItem, TextItem, TimelineItem } from '#shared/contract/timeline.ts';
import { blocksOf, topicCount, topicOf } from '../../../renderer/features/conversation/blocks.ts';
import { prefersOriginal } from '../../../renderer/features/conversation/original.ts';

const noon = new Date(2026, 10, 20, 12).getTime();
const hour = 3_600_000;
const common = {
  accountId: 'a',
  from: { name: 'Ana Ribeiro', address: 'ana@example.com' },
  to: [],
  fromMe: false,
  unread: false,
  starred: false,
  attachments: [],
  reason: '',
  error: null,
  holdUntil: null,
  actionId: null,
};

function mail(id: string, date: number, conversationId: string, subject: string): MailItem {
  return {
    ...common,
    kind: 'mail',
    id,
    date,
    conversationId,
    subject,
    cc: [],
    bcc: [],
    replyTo: [],
    place: 'inbox',
    text: 'Hello',
    folded: [],
    hasHtml: false,
    bulk: false,
    sendState: null,
    warnings: [],
    bytesToCome: null,
    invitation: null,
    reports: [],
    isReport: false,
    check: null,
    cautions: [],
    firstContact: false,
  };
}

function text(id: string, date: number, part: Partial<TextItem> = {}): TextItem {
  return {
    ...common,
    kind: 'sms',
    id,
    date,
    conversationId: 'texts',
    text: 'Hi',
    status: 'received',
    segments: 1,
    encoding: 'GSM-7',
    ...part,
  };
}

const kinds = (items: TimelineItem[], kind: 'person' | 'topic' = 'person') =>
  blocksOf({ items, kind }).map((block) => (block.kind === 'topic' ? `topic ${block.subject}` : block.kind));

test('each day opens with a divider', () => {
  expect(kinds([text('1', noon), text('2', noon + hour), text('3', noon + 24 * hour)])).toEqual([
    'day',
    'text',
    'text',
    'day',
    'text',
  ]);
});

test('a topic line stands where the subject changes, not at every answer, and not for texts between', () => {
  const items = [
    mail('1', noon, 'roof', 'Roof survey'),
    text('2', noon + 1),
    mail('3', noon + 2, 'roof', 'Re: Roof survey'),
    mail('4', noon + 3, 'invoice', 'Invoice 2211'),
    mail('5', noon + 4, 'roof', 'RE: Roof survey'),
  ];
  expect(kinds(items).filter((kind) => kind.startsWith('topic'))).toEqual([
    'topic Roof survey',
    'topic Invoice 2211',
    'topic Roof survey',
  ]);
  expect(topicCount({ items })).toBe(2);
});

test('a topic thread has its subject in the head and no topic lines', () => {
  expect(kinds([mail('1', noon, 'roof', 'Roof survey')], 'topic')).toEqual(['day', 'mail']);
});

test('only the last text of a run carries the time', () => {
  const blocks = blocksOf({
    kind: 'person',
    items: [
      text('1', noon),
      text('2', noon + 60_000),
      text('3', noon + 120_000, { fromMe: true, status: 'delivered' }),
      text('4', noon + 130_000, { fromMe: true, status: 'failed' }),
    ],
  });
  const ends = blocks.flatMap((block) => (block.kind === 'text' ? [[block.item.id, block.endsRun]] : []));
  expect(ends).toEqual([
    ['1', false],
    ['2', true],
    ['3', true],
    ['4', true],
  ]);
});

test.each([
  ['Re: Fwd: AW: Plan', 'Plan'],
  ['Re[2]: Plan', 'Plan'],
  ['Regarding: Plan', 'Regarding: Plan'],
  ['', ''],
])('the topic of "%s" is "%s"', (subject, topic) => {
  expect(topicOf(subject)).toBe(topic);
});

test('mail of one sender to whom nobody answers is shown as it was laid out, also when it went to a list', () => {
  const letter = (from: string, bulk: boolean, fromMe = false): MailItem => ({
    ...mail('1', noon, 'news', 'News'),
    from: { name: '', address: from },
    bulk,
    fromMe,
  });
  const shown = (participantCount: number, ...items: MailItem[]) =>
    prefersOriginal({ kind: 'topic', participantCount, items }, items[0]!);
  expect(shown(1, letter('shop@example.com', false))).toBe(true);
  expect(shown(2, letter('shop@example.com', true), letter('Shop@example.com', true))).toBe(true);
  expect(shown(2, letter('ana@example.com', false))).toBe(false);
  expect(shown(3, letter('ana@example.com', true), letter('bob@example.com', true))).toBe(false);
  expect(shown(2, letter('list@example.com', true), letter('list@example.com', true, true))).toBe(false);
  const items = [letter('shop@example.com', true)];
  expect(prefersOriginal({ kind: 'person', participantCount: 1, items }, items[0]!)).toBe(false);
});
