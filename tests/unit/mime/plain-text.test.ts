import { describe, expect, it } from 'vitest';
import { plainText } from '#engine/channels/mail/mime/plain-text.ts';
import { visibleText } from '#engine/channels/mail/mime/visible-text.ts';

describe('plainText', () => {
  it('prefers the text body and falls back to the text of the HTML', () => {
    expect(plainText({ text: 'a', html: '<p>b</p>' })).toBe('a');
    expect(plainText({ text: ' \n', html: '<p>b</p>' })).toBe('b');
    expect(plainText({ text: null, html: null })).toBe('');
  });

  it('makes the quotes of an HTML-only reply foldable', () => {
    const html =
      '<p>Yes.</p><div>On 3 Feb 2026, Ada &lt;ada@example.org&gt; wrote:</div><blockquote><p>Shall we?</p></blockquote>';
    expect(visibleText(plainText({ text: null, html })).visible).toBe('Yes.');
  });
});
