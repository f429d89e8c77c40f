import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bareSubject, baseSubject, isReplySubject } from '#engine/threads/subject.ts';

describe('base subject', () => {
  it.each([
    ['Re: Roof', 'roof'],
    ['RE: re: Fwd: Roof', 'roof'],
    ['Re[2]: Roof', 'roof'],
    ['AW: WG: Dach', 'dach'],
    ['Roof (fwd)', 'roof'],
    ['[Fwd: Re: Roof]', 'roof'],
    ['Re: [north] Roof', '[north] roof'],
    ['[north] Re: Roof', '[north] roof'],
    ['回复：屋顶', '屋顶'],
    ['Regarding the roof', 'regarding the roof'],
    ['  Roof \t survey ', 'roof survey'],
    ['Re:', ''],
  ])('%s', (subject, base) => {
    expect(baseSubject(subject)).toBe(base);
  });

  it('knows answers', () => {
    expect(isReplySubject('Re: x')).toBe(true);
    expect(isReplySubject('[list] Re: x')).toBe(true);
    expect(isReplySubject('Fwd: x')).toBe(false);
    expect(isReplySubject('Really: x')).toBe(false);
  });

  it('is done in one go', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        expect(bareSubject(bareSubject(text))).toBe(bareSubject(text));
      }),
    );
    const words = fc.array(fc.constantFrom('Re:', 'Fwd:', '[tag]', '(fwd)', '[Fwd:', ']', 'x', ' '), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(words, (parts) => {
        const text = parts.join(' ');
        expect(baseSubject(bareSubject(text))).toBe(baseSubject(text));
      }),
    );
  });
});
