import { describe, expect, it, vi } from 'vitest';
import { pictureCid } from '#shared/text/draft-html.ts';
import type { DraftState } from '../../../renderer/features/composer/draft-state.ts';

import { mailSize } from '../../../renderer/features/composer/mail-size.ts';

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
      remindAt: null,
    },
    ...fields,
  },
  ...part,
});
const file = { id: 'f', filename: 'a.pdf', contentType: 'application/pdf', size: 1, inline: false };

describe('before sending', () => {
  it('a picture that was taken out of the text does not count', () => {
    const picture = { ...file, id: 'p', size: 50_000_000, inline: true };
    const size = (html: string | null) => mailSize(state({ html }, { attachments: [picture] }));
    expect(size(`<img src="cid:${pictureCid('p')}" alt="">`)).toBeGreaterThan(65_000_000);
    expect(size('<div>No picture</div>')).toBeLessThan(1_000_000);
    // Without formatting it is a file like others.
    expect(size(null)).toBeGreaterThan(65_000_000);
  });

  it('names the first of many wrong addresses', () => {
    const to = Array.from({ length: 40 }, (_, index) => ({ name: '', address: `nobody${index}` }));
    const said = refusal(state({ to }), null);
    expect(said).toContain('“nobody2”');
    expect(said).not.toContain('“nobody3”');
    expect(said).toMatch(/37 more are not, either\.$/);
  });

  it('asks about a reminder whose time is past', () => {
    expect(reminders(state({ remindAt: Date.now() + 60_000 }))).toEqual([]);
    expect(reminders(state({ remindAt: Date.now() - 1 }))).toHaveLength(1);
  });

  it('asks about a domain without a dot', () => {
    const to = [
      { name: '', address: 'bob@example' },
      { name: '', address: 'ana@[192.0.2.1]' },
    ];
    expect(reminders(state({ to }))).toEqual([expect.stringContaining('bob@example.')]);
  });

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
