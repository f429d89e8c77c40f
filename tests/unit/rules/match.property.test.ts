import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matcher, type RuleSubject } from '#engine/rules/match.ts';
import type { RuleCondition } from '#shared/contract/rules.ts';

const mail: RuleSubject = {
  accountId: 'a',
  from: [{ name: 'Ana Ribeiro', address: 'Ana@News.Example.com' }],
  to: [{ name: 'Sam', address: 'sam@home.example' }],
  subject: 'Minutes of the STRASSE meeting',
  listId: 'weekly.list.example',
  hasAttachments: false,
};
const holds = (condition: RuleCondition, of: Partial<RuleSubject> = {}) =>
  matcher(null, [condition])({ ...mail, ...of });

describe('a condition', () => {
  it.each<[RuleCondition, boolean]>([
    [{ kind: 'from', text: 'ana ribeiro' }, true],
    [{ kind: 'from', text: 'ANA@NEWS' }, true],
    [{ kind: 'from', text: 'sam' }, false],
    [{ kind: 'domain', text: 'example.com' }, true],
    [{ kind: 'domain', text: '@news.example.com' }, true],
    [{ kind: 'domain', text: '*.example.com' }, true],
    [{ kind: 'domain', text: 'ample.com' }, false],
    [{ kind: 'domain', text: 'com.example' }, false],
    [{ kind: 'to', text: 'home.example' }, true],
    [{ kind: 'to', text: 'ana' }, false],
    [{ kind: 'subject', text: 'strasse' }, true],
    [{ kind: 'list', text: 'Weekly <weekly.list.example>' }, true],
    [{ kind: 'list', text: 'list.example' }, false],
    [{ kind: 'attachment' }, false],
  ])('%j: %s', (condition, expected) => expect(holds(condition)).toBe(expected));

  it('knows both spellings of a domain', () => {
    const from = [{ name: '', address: 'ana@xn--bcher-kva.example' }];
    expect(holds({ kind: 'domain', text: 'bücher.example' }, { from })).toBe(true);
  });

  it('on attachments waits while they are not known, unless something else decides', () => {
    const unknown = { ...mail, hasAttachments: null };
    expect(matcher(null, [{ kind: 'attachment' }])(unknown)).toBeNull();
    expect(matcher(null, [{ kind: 'attachment' }, { kind: 'subject', text: 'invoice' }])(unknown)).toBe(
      false,
    );
    expect(matcher(null, [{ kind: 'subject', text: 'minutes' }])(unknown)).toBe(true);
  });

  it('is only about the account of its rule', () => {
    expect(matcher('b', [{ kind: 'from', text: 'ana' }])(mail)).toBe(false);
    expect(matcher('a', [{ kind: 'from', text: 'ana' }])(mail)).toBe(true);
  });
});

it('all conditions together are true exactly when each is', () => {
  const text = fc.constantFrom('ana', 'example.com', 'sam', 'minutes', 'weekly.list.example', 'x');
  const condition = fc.oneof(
    fc.record({ kind: fc.constantFrom('from', 'domain', 'to', 'subject', 'list'), text }),
    fc.constant({ kind: 'attachment' }),
  ) as fc.Arbitrary<RuleCondition>;
  fc.assert(
    fc.property(fc.array(condition, { minLength: 1, maxLength: 5 }), fc.boolean(), (conditions, files) => {
      const of = { ...mail, hasAttachments: files };
      expect(matcher(null, conditions)(of)).toBe(conditions.every((one) => matcher(null, [one])(of)));
    }),
  );
});

it('takes any header and any wording without failing', () => {
  const words = fc.string({ unit: 'binary', maxLength: 30 });
  fc.assert(
    fc.property(words, words, words, (text, address, listId) => {
      const of = { ...mail, from: [{ name: text, address }], listId, subject: address };
      for (const kind of ['from', 'domain', 'to', 'subject', 'list'] as const)
        expect(typeof matcher(null, [{ kind, text }])(of)).toBe('boolean');
    }),
  );
});
