import { describe, expect, it } from 'vitest';
import { misleadingHost } from '#engine/channels/mail/mime/html/link-text.ts';
import { renderHtml } from '#engine/channels/mail/mime/html/render.ts';

describe('the text of a link', () => {
  it.each([
    ['www.bank.com', 'https://bank.com/login', null],
    ['bank.com', 'https://login.bank.com', null],
    ['https://bank.com/offer', 'https://click.mailer.net/x', 'bank.com'],
    ['WWW.Bank.com', 'http://bank.com.evil.net', 'www.bank.com'],
    ['bank.com', 'https://bank.com@evil.net/', 'bank.com'],
    ['Go to https://bank.com now', 'https://evil.net', 'bank.com'],
    ['bank.\u200bcom', 'https://evil.net', 'bank.com'],
    ['bank.com', 'https://192.0.2.1/', 'bank.com'],
    ['bank.com', 'https://[not a host', 'bank.com'],
    ['bücher.de', 'https://xn--bcher-kva.de/', null],
    ['bank.co.uk', 'https://other.co.uk/', 'bank.co.uk'],
    ['one.github.io', 'https://two.github.io/', 'one.github.io'],
    // What only looks like a domain, or is no web link.
    ['Click here', 'https://evil.net', null],
    ['README.md', 'https://host.net/readme', null],
    ['node.js', 'https://host.net', null],
    ['e.g. this', 'https://host.net', null],
    ['10.30', 'https://host.net', null],
    ['ann@bank.com', 'https://host.net', null],
    ['bank.com', 'mailto:a@evil.net', null],
  ])('%s to %s', (text, href, expected) => {
    expect(misleadingHost(text, href)).toBe(expected);
  });

  it('marks a misleading link in the document, whatever its markup', () => {
    const { html } = renderHtml(
      '<a href="https://evil.net"><b>www</b>.<i>bank</i>.com</a><a href="https://a.net">a.net</a>',
    );
    expect(html.match(/data-skein-shows="[^"]*"/g)).toEqual(['data-skein-shows="www.bank.com"']);
    expect(renderHtml('<a href="https://a.net" data-skein-shows="b.net">a.net</a>').html).not.toContain(
      'b.net',
    );
  });

  it('is read in bounded time', () => {
    const started = performance.now();
    for (const flood of ['a.', 'www.', 'https://', 'a-', '@', '.'])
      misleadingHost(flood.repeat(500_000), 'https://evil.net');
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
