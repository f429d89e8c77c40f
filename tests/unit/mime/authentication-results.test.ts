import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAuthenticationResults } from '#engine/channels/mail/mime/authentication-results.ts';
import { senderClaims } from '#engine/channels/mail/mime/sender-claims.ts';

const shape = (value: string) => {
  const { server, results } = parseAuthenticationResults(value);
  return [
    server,
    ...results.map(({ method, result, properties }) => [method, result, ...properties.values()].join(' ')),
  ];
};

describe('Authentication-Results', () => {
  // RFC 8601 appendix B, and what servers in use write.
  it.each([
    ['example.org 1; none', ['example.org']],
    ['example.com; spf=pass smtp.mailfrom=example.net', ['example.com', 'spf pass example.net']],
    [
      'example.com; auth=pass (cram-md5) smtp.auth=sender@example.net; spf=pass smtp.mailfrom=example.net',
      ['example.com', 'auth pass sender@example.net', 'spf pass example.net'],
    ],
    [
      "foo.example.net (foobar) 1 (baz); dkim (Because I like it) / 1 (One yay) = (wait for it) fail policy (A dot can go here) . (like that) expired (this surprised me) = (as I wasn't expecting it) 1362471462",
      ['foo.example.net', 'dkim fail 1362471462'],
    ],
    [
      'mx.google.com; dkim=pass header.i=@example.com header.s=s1 header.b=Ab/C+; spf=pass (google.com: domain of a@example.com designates 192.0.2.1 as permitted; sender) smtp.mailfrom=a@example.com; dmarc=pass (p=REJECT sp=NONE dis=NONE) header.from=example.com',
      [
        'mx.google.com',
        'dkim pass @example.com s1 Ab/C+',
        'spf pass a@example.com',
        'dmarc pass example.com',
      ],
    ],
    [
      'spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=example.com; dkim=none (message not signed) header.d=none;dmarc=pass action=none header.from=example.com;compauth=pass reason=100',
      ['', 'spf pass example.com', 'dkim none none', 'dmarc pass none example.com', 'compauth pass 100'],
    ],
    [
      '"quoted \\"id\\""; dmarc=fail reason="a; b" header.from=x.example',
      ['quoted "id"', 'dmarc fail a; b x.example'],
    ],
    ['example.com; (a (nested \\) comment) spf=pass', ['example.com']],
  ])('is read: %s', (value, expected) => {
    expect(shape(value)).toEqual(expected);
  });

  const token = fc.stringMatching(/^[a-z][a-z0-9-]{0,12}$/);
  const blank = fc.constantFrom('', ' ', '\t', ' (a word) ', ' (a (nested; one) = 1) ');

  it('says the same whatever blanks and comments stand between', () => {
    const result = fc.record({ method: token, result: token, property: token, value: token });
    fc.assert(
      fc.property(token, fc.array(result, { minLength: 1, maxLength: 5 }), blank, (server, results, gap) => {
        const text = results
          .map(
            (each) =>
              `;${gap}${each.method}${gap}=${gap}${each.result} ${gap}header.${each.property}=${gap}${each.value}${gap}`,
          )
          .join('');
        const read = parseAuthenticationResults(`${gap}${server}${gap}${text}`);
        expect(read.server).toBe(server);
        expect(
          read.results.map(({ method, result: found, properties }) => [method, found, ...properties]),
        ).toEqual(results.map((each) => [each.method, each.result, [`header.${each.property}`, each.value]]));
      }),
    );
  });

  it('is read in bounded time, whatever it is', () => {
    const piece = fc.constantFrom(
      '(',
      ')',
      '"',
      '\\',
      ';',
      '=',
      '/',
      ' ',
      '.',
      '@',
      'spf',
      'pass',
      'é',
      '\0',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 200 }), (pieces) => {
        const { results } = parseAuthenticationResults(pieces.join(''));
        expect(results.length).toBeLessThanOrEqual(30);
      }),
    );
    const started = performance.now();
    for (const flood of ['(', '"', ';', '=', 'a=', 'a=b;', '(a)', '\\'])
      parseAuthenticationResults(flood.repeat(1_000_000));
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

describe('what a header claims about its sender', () => {
  const from = [{ name: null, address: 'ann@news.example.co.uk' }];
  const claims = (...headers: [string, string][]) => senderClaims(headers, from, []);

  it('is aligned by the organisation that was registered', () => {
    const { domain, organisation, servers } = claims([
      'Authentication-Results',
      'mx.example; dkim=pass header.d=example.co.uk header.s=k1; dkim=pass header.i=@other.co.uk; spf=pass smtp.mailfrom=b@mail.example.co.uk; dmarc=fail (p=REJECT) header.from=news.example.co.uk',
    ]);
    expect([domain, organisation]).toEqual(['news.example.co.uk', 'example.co.uk']);
    expect(servers[0]?.results).toEqual([
      {
        method: 'dkim',
        result: 'pass',
        domain: 'example.co.uk',
        aligned: true,
        policy: null,
        selector: 'k1',
      },
      { method: 'dkim', result: 'pass', domain: 'other.co.uk', aligned: false, policy: null, selector: null },
      {
        method: 'spf',
        result: 'pass',
        domain: 'mail.example.co.uk',
        aligned: true,
        policy: null,
        selector: null,
      },
      {
        ...{ method: 'dmarc', result: 'fail', domain: 'news.example.co.uk', aligned: true },
        ...{ policy: 'reject', selector: null },
      },
    ]);
  });

  it('is taken from the topmost fields, up to the next hop', () => {
    const { servers } = claims(
      ['Received', 'by mx.example'],
      ['Authentication-Results', 'one.example; spf=pass'],
      ['X-Spam', 'no'],
      ['authentication-results', 'two.example; spf=fail'],
      ['Received', 'from elsewhere'],
      ['Authentication-Results', 'three.example; dmarc=pass'],
    );
    expect(servers.map(({ server }) => server)).toEqual(['one.example', 'two.example']);
  });

  it.each([
    ['Ann', null],
    ['ann@example.co.uk', null],
    ['boss@bank.example', 'boss@bank.example'],
    ['"Bank <service@bank.example>"', 'service@bank.example'],
    ['Ann ann@other.example via The List', null],
    ['me @ home.example', null],
  ])('tells an address of somebody else in the name: %s', (name, named) => {
    expect(senderClaims([], [{ name, address: 'ann@news.example.co.uk' }], []).named).toBe(named);
  });

  it('tells where answers go, when that is another organisation', () => {
    const answersTo = (address: string) => senderClaims([], from, [{ name: null, address }]).answersTo;
    expect(answersTo('ann@mail.example.co.uk')).toBeNull();
    expect(answersTo('ann@freemail.example')).toBe('freemail.example');
  });

  it('is nothing where there is no author', () => {
    expect(senderClaims([['Authentication-Results', 'mx.example; dmarc=pass']], [], [])).toMatchObject({
      domain: '',
    });
  });
});
