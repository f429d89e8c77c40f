import { expect, it } from 'vitest';
import { linkParts } from '../../../renderer/app/linkTarget.ts';

const shown = (href: string) => {
  const parts = linkParts(href);
  return parts && [parts.before, parts.host, parts.after];
};

it.each([
  ['https://example.com/a?b#c', ['https://', 'example.com', '/a?b#c']],
  ['http://example.com:8080', ['http://', 'example.com:8080', '/']],
  ['https://bank.com@evil.net/login', ['https://', 'evil.net', '/login']],
  ['https://bank.com:x@evil.net/', ['https://', 'evil.net', '/']],
  ['https://bücher.de/', ['https://', 'xn--bcher-kva.de', '/']],
  ['mailto:ann%40x@example.com', ['mailto:', 'ann@x@example.com', '']],
  ['not a link', null],
])('%s leads to a host that cannot be mistaken', (href, parts) => {
  expect(shown(href)).toEqual(parts);
});

it('keeps the end of a host that is too long to show', () => {
  const parts = linkParts(`https://www.bank.com.${'a'.repeat(60)}.evil.net/`);
  expect(parts?.host).toMatch(/^….*evil\.net$/);
  expect(parts?.host.length).toBeLessThan(70);
});
