import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mailtoIn, parseMailto } from '#shared/text/mailto.ts';

const addresses = (list: { address: string }[] | undefined) => list?.map(({ address }) => address);

describe('a mailto link', () => {
  it('names recipients, subject and text', () => {
    const mail = parseMailto(
      'mailto:ana@example.org,%22Bo%20Berg%22%20%3Cbo@example.net%3E?cc=c@example.org&bcc=d@example.org&subject=Caf%C3%A9%20%26%20cake&body=One%0D%0ATwo%3D2',
    );
    expect(addresses(mail?.to)).toEqual(['ana@example.org', 'bo@example.net']);
    expect(mail?.to[1]?.name).toBe('Bo Berg');
    expect(addresses(mail?.cc)).toEqual(['c@example.org']);
    expect(addresses(mail?.bcc)).toEqual(['d@example.org']);
    expect(mail).toMatchObject({ subject: 'Café & cake', text: 'One\nTwo=2' });
  });

  it('may leave out the recipient, repeat fields in any case, and keeps a plus', () => {
    expect(addresses(parseMailto('MAILTO:?TO=a+b@example.org&to=c@example.org')?.to)).toEqual([
      'a+b@example.org',
      'c@example.org',
    ]);
  });

  it('cannot attach files, set other fields, or break out of the subject', () => {
    const mail = parseMailto(
      'mailto:a@example.org?attach=/etc/passwd&attachment=/etc/passwd&from=x@example.org&subject=a%0D%0ABcc:%20x@example.org',
    );
    expect(mail).toEqual({
      to: [{ name: null, address: 'a@example.org' }],
      cc: [],
      bcc: [],
      subject: 'a Bcc: x@example.org',
      text: '',
    });
  });

  it('may be long, of an old page, and have a percent sign in it', () => {
    expect(parseMailto(`mailto:?body=${'word%20'.repeat(2000)}`)?.text).toBe('word '.repeat(2000));
    expect(parseMailto('mailto:?subject=Caf%E9%20100%&body=100%%20sure')).toMatchObject({
      subject: 'Café 100%',
      text: '100% sure',
    });
  });

  it('says what it seems to say', () => {
    const mail = parseMailto(
      `mailto:?subject=${encodeURIComponent('a\u202eb')}&body=${encodeURIComponent('c\u202dd')}`,
    );
    expect(mail).toMatchObject({ subject: 'ab', text: 'cd' });
  });

  it('is nothing else, and nothing endless', () => {
    expect(parseMailto('https://example.org/?mailto:a@example.org')).toBeNull();
    expect(parseMailto(`mailto:${'a'.repeat(70_000)}@example.org`)).toBeNull();
    expect(addresses(parseMailto('mailto:%E0%A4%A')?.to)).toEqual([]);
  });

  it('of any form is read without a throw, and leaves no control character in the subject', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (rest) => {
        expect(parseMailto(`mailto:${rest}`)?.subject ?? '').not.toMatch(/\p{Cc}/u);
      }),
    );
  });

  it('is found among the arguments of a program', () => {
    expect(mailtoIn(['/usr/bin/skein', '--profile', '/tmp/x', 'mailto:a@example.org'])).toBe(
      'mailto:a@example.org',
    );
    expect(mailtoIn(['/usr/bin/skein', '--profile', '/tmp/x'])).toBeNull();
  });
});
