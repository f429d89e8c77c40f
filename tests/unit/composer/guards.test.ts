import { describe, expect, it, vi } from 'vitest';
import type { DraftState } from '../../../renderer/features/composer/draft-state.ts';

vi.mock('../../../renderer/app/engine.ts', () => ({ engine: {} }));
const { addressProblem, refusal, reminders } = await import('../../../renderer/features/composer/guards.ts');

const state = (fields: Partial<DraftState['fields']>, part: Partial<DraftState> = {}): DraftState => ({
  ...{
    id: 'd',
    mode: 'new',
    answers: null,
    attachments: [],
    attaching: [],
    savedAt: 1,
    serverSavedAt: null,
    remindAt: null,
  },
  ...{ saving: 'saved', error: null, notice: null },
  fields: {
    ...{
      channel: 'mail',
      accountId: 'a',
      to: [{ name: 'Bob', address: 'bob@example.org' }],
      cc: [],
      bcc: [],
    },
    ...{
      subject: 's',
      text: 'Hello',
      html: '',
      quote: '',
      senderId: null,
      signature: true,
      deliveryReport: false,
    },
    ...fields,
  },
  ...part,
});
const file = { id: 'f', filename: 'a.pdf', contentType: 'application/pdf', size: 1, inline: false };

describe('before sending', () => {
  it.each(['I have attached the plan.', 'The plan is enclosed', 'see the file below', 'See attachment'])(
    'a file is missed: %s',
    (text) => {
      expect(reminders(state({ text }))).toHaveLength(1);
      expect(reminders(state({ text }, { attachments: [file] }))).toEqual([]);
      expect(reminders(state({ text }, { attachments: [{ ...file, inline: true }] }))).toHaveLength(1);
    },
  );

  it.each(['> I have attached the plan.\nThank you', 'We are unattached', 'Thanks for the heads-up'])(
    'nothing is missed: %s',
    (text) => expect(reminders(state({ text, quote: '> see attachment' }))).toEqual([]),
  );

  it('the wrong address is named, with what is wrong about it', () => {
    const to = [
      { name: '', address: 'bob@example.org' },
      { name: '', address: 'ana.example.org' },
      { name: '', address: 'grün@bücher.example' },
    ];
    expect(refusal(state({ to }), null)).toBe(
      '“ana.example.org” is not an email address. An address has the form name@example.org; the @ is missing.',
    );
    expect(addressProblem({ name: '', address: 'a@b c' }, 'mail', null)).toContain('not a domain name');
  });
});
