import { expect, test } from 'vitest';
import { opensInOriginal } from '../../../renderer/features/conversation/original.ts';

const opens = (text: string | null, preferred = false, hasHtml = true) =>
  opensInOriginal({ text, hasHtml, folded: [] }, preferred);

test.each([
  'This is an HTML message. Please use an HTML capable mail program to read this message.',
  'Your email client does not support\nHTML.',
  'To view this HTML message, change your settings.',
  'Please view this email in your browser: https://shop.example/x',
  ' \n',
])('a text that stands for none is not shown: %s', (text) => {
  expect(opens(text)).toBe(true);
  expect(opens(text, false, false)).toBe(false);
});

test.each([
  'See you on Thursday.',
  'Could you read the HTML specification before we meet? It says how a browser lays out tables.'.repeat(3),
  null,
])('a text of its own is: %s', (text) => {
  expect(opens(text)).toBe(false);
  expect(opens(text, true)).toBe(true);
});
