import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readHeader } from '#engine/channels/mail/mime/header.ts';
import { listName, waysOff } from '#engine/channels/mail/mime/list-unsubscribe.ts';

const fields = (header: string) => readHeader(Buffer.from(`${header}\r\n\r\n`)).fields;
const off = (...lines: string[]) => waysOff(fields(lines.join('\r\n')), null);
const named = (uris: string) => off(`List-Unsubscribe: ${uris}`);

const POST = 'List-Unsubscribe-Post: List-Unsubscribe=One-Click';
const SIGNED = 'DKIM-Signature: v=1; d=e.test; h=From:List-Unsubscribe:\r\n List-Unsubscribe-Post; b=abc';
const NONE = { oneClick: null, mail: null, page: null };

describe('List-Unsubscribe', () => {
  // The examples of RFC 2369 section 3.2.
  it.each([
    ['<mailto:list@host.example?subject=unsubscribe>', { subject: 'unsubscribe', text: '' }, null],
    [
      '(Use this command to get off the list) <mailto:list-manager@host.example?body=unsubscribe%20list>',
      { to: 'list-manager@host.example', subject: '', text: 'unsubscribe list' },
      null,
    ],
    ['<mailto:list-off@host.example>', { to: 'list-off@host.example', subject: 'unsubscribe' }, null],
    [
      '<http://www.host.example/list.cgi?cmd=unsub&lst=list>,\r\n <mailto:list-request@host.example?subject=unsubscribe>',
      { to: 'list-request@host.example' },
      'http://www.host.example/list.cgi?cmd=unsub&lst=list',
    ],
  ])('%s', (uris, mail, page) => {
    expect(named(uris)).toMatchObject({ oneClick: null, mail, page });
  });

  it('is put together again where folding tore an address apart', () => {
    expect(named('<https://host.example/a\r\n\tb?x=1\r\n &y=2>').page).toBe(
      'https://host.example/ab?x=1&y=2',
    );
  });

  it('prefers a page over TLS, and reads a field that was encoded as a whole', () => {
    expect(named('<http://host.example/a>, <https://host.example/b>').page).toBe('https://host.example/b');
    expect(named('=?us-ascii?Q?=3Chttps://host.example/=3Fa=3D1=3E?=').page).toBe(
      'https://host.example/?a=1',
    );
  });

  it('takes nothing from comments, from outside of brackets, or from what is not closed', () => {
    expect(named('(see <https://evil.example/>, \\) (or <mailto:a@evil.example>)), none')).toEqual(NONE);
    expect(named('https://host.example/, mailto:a@host.example')).toEqual(NONE);
    expect(named('<https://host.example/')).toEqual(NONE);
  });

  it('knows no other schemes, and no address that hides its host behind a user name', () => {
    expect(
      named('<javascript:alert(1)>, <file:///etc/passwd>, <ftp://host.example/>, <//host.example>'),
    ).toEqual(NONE);
    expect(named('<https://bank.example@evil.example/>, <https://:pw@evil.example/>')).toEqual(NONE);
  });

  it('writes to one address, and a hostile subject stays a subject', () => {
    const { mail } = named(
      '<mailto:a@host.example,b@host.example?cc=c@host.example&bcc=d@host.example&subject=x%0D%0ABcc:%20v@host.example&attach=/etc/passwd>',
    );
    expect(mail).toEqual({ to: 'a@host.example', subject: 'x Bcc: v@host.example', text: '' });
    expect(named('<mailto:?subject=x>, <mailto:not an address>')).toEqual(NONE);
  });
});

describe('one click (RFC 8058)', () => {
  const WHERE = 'List-Unsubscribe: <mailto:a@host.example>, <https://host.example/u/opaque>';

  it('needs both fields, signed', () => {
    expect(off(SIGNED, WHERE, POST)).toEqual({
      oneClick: { uri: 'https://host.example/u/opaque', signedBy: null },
      mail: { to: 'a@host.example', subject: 'unsubscribe', text: '' },
      page: 'https://host.example/u/opaque',
    });
  });

  const signed =
    'DKIM-Signature: v=1; d=host.example; s=k1; h=from:list-unsubscribe:\r\n list-unsubscribe-post; b=a';
  const found = (result: string, domain = 'host.example', selector: string | null = 'K1') =>
    waysOff(fields([signed, WHERE, POST].join('\r\n')), [
      { method: 'dkim', result, domain, selector, aligned: true, policy: null },
    ]).oneClick?.signedBy;

  it('needs that very signature valid where the mail server has checked', () => {
    expect(found('pass')).toBe('host.example');
    expect(found('pass', 'host.example', null)).toBe('host.example');
    expect(found('fail')).toBeUndefined();
    expect(found('pass', 'other.example')).toBeUndefined();
    expect(found('pass', 'host.example', 'k2')).toBeUndefined();
  });

  it.each([
    ['no Post field', [SIGNED, WHERE]],
    ['another promise', [SIGNED, WHERE, 'List-Unsubscribe-Post: List-Unsubscribe=Not-One-Click']],
    ['two promises', [SIGNED, WHERE, POST, POST]],
    ['two ways', [SIGNED, WHERE, WHERE, POST]],
    ['no TLS', [SIGNED, 'List-Unsubscribe: <http://host.example/u>', POST]],
    ['no signature', [WHERE, POST]],
    ['a signature of something else', ['DKIM-Signature: v=1; h=from:list-unsubscribe; b=a', WHERE, POST]],
    [
      'a signature that only mentions them',
      [`DKIM-Signature: v=1; h=from; x=list-unsubscribe:list-unsubscribe-post`, WHERE, POST],
    ],
  ])('is not offered: %s', (_why, lines) => {
    expect(off(...lines).oneClick).toBeNull();
  });
});

describe('whatever a header says', () => {
  const piece = fc.constantFrom(
    '<',
    '>',
    '(',
    ')',
    ',',
    '\\',
    'https://',
    'mailto:',
    'a@b.example',
    '?bcc=',
    '%0d%0a',
    '@',
    ' ',
  );
  const hostile = fc
    .array(fc.oneof(piece, fc.string({ maxLength: 8 })), { maxLength: 40 })
    .map((parts) => parts.join(''));

  it('only web addresses without credentials and single, whole mail addresses come of it', () => {
    fc.assert(
      fc.property(hostile, (value) => {
        const { oneClick, mail, page } = waysOff(
          [
            ['List-Unsubscribe', value],
            ['List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'],
            ['DKIM-Signature', 'h=list-unsubscribe:list-unsubscribe-post'],
          ],
          null,
        );
        if (oneClick !== null) expect(new URL(oneClick.uri).protocol).toBe('https:');
        if (page !== null) expect(new URL(page)).toMatchObject({ username: '', password: '' });
        if (mail !== null) {
          expect(mail.to).toMatch(/^[^\s,<>]+@[^\s,<>@]+$/);
          expect(mail.subject).not.toMatch(/[\r\n\0]/);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('a mail address that was put in is found, whatever stands in the comments around it', () => {
    const comment = fc.string({ maxLength: 20 }).map((text) => `(${text.replace(/[()\\]/g, '')})`);
    fc.assert(
      fc.property(fc.emailAddress(), comment, comment, (address, before, after) => {
        fc.pre(!/[%?#&]/.test(address));
        const { mail } = waysOff([['list-unsubscribe', `${before} <mailto:${address}> ${after}`]], null);
        expect(mail?.to.toLowerCase()).toBe(address.toLowerCase());
      }),
    );
  });

  it('takes time in proportion', () => {
    for (const flood of ['<', '(', '<>', '<mailto:a@b.example>,', '(<', '\\('])
      waysOff([['List-Unsubscribe', flood.repeat(200_000)]], null);
  }, 2000);
});

describe('the name of a list', () => {
  it.each([
    ['List-Id: Gridley Bulletin <b.gridley.example>', 'Gridley Bulletin'],
    ['List-Id: "Gridley\u202e Bulletin" <b.gridley.example>', 'Gridley Bulletin'],
    ['List-Id: =?utf-8?Q?B=C3=BClletin?= <b.gridley.example>', 'Bülletin'],
    ['List-Id: <b.gridley.example>', null],
    ['Subject: none', null],
  ])('%s', (header, name) => {
    expect(listName(fields(header))).toBe(name);
  });
});
