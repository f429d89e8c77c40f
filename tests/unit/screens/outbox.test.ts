import { describe, expect, it } from 'vitest';
import type { OutboxEntry } from '#shared/contract/outbox.ts';
import { entryWords } from '../../../renderer/features/outbox/entry-words.ts';

const now = Date.UTC(2026, 10, 22, 9);
const entry: OutboxEntry = {
  actionId: 'a',
  channel: 'mail',
  threadId: null,
  messageId: null,
  title: 'Reply to Ana Ribeiro',
  sends: true,
  subject: 'Roof survey',
  state: 'queued',
  planned: false,
  holdUntil: null,
  nextAttemptAt: null,
  attempts: 0,
  error: null,
};

describe('entry words', () => {
  it('counts a hold down to zero and never below', () => {
    const held: OutboxEntry = { ...entry, state: 'held', holdUntil: now + 4200 };
    expect(entryWords(held, now)).toContain('5 s');
    expect(entryWords(held, now + 60_000)).toContain('0 s');
  });

  it('says the next try in seconds, then minutes, and that it is due', () => {
    const waiting = (nextAttemptAt: number): OutboxEntry => ({ ...entry, state: 'waiting', nextAttemptAt });
    expect(entryWords(waiting(now + 30_000), now)).toContain('in 30 s');
    expect(entryWords(waiting(now + 90_000), now)).toContain('in 2 minutes');
    expect(entryWords(waiting(now - 1), now)).toContain('now');
  });

  it('says of a message that it was not sent, and of anything else that it was not done', () => {
    expect(entryWords({ ...entry, state: 'failed' }, now)).toBe('Not sent');
    expect(entryWords({ ...entry, state: 'failed', sends: false }, now)).toBe('Not done');
  });

  it('counts attempts, but not of a send whose fate is unknown', () => {
    expect(entryWords({ ...entry, state: 'failed', attempts: 1 }, now)).toContain('tried once');
    expect(entryWords({ ...entry, state: 'unsure', attempts: 1 }, now)).not.toContain('tried');
  });
});
