import { expect, it } from 'vitest';
import { escapeHtml } from '#shared/text/draft-html.ts';
import { fieldValues, fillFields, openFields } from '#shared/text/template-fields.ts';

const me = { name: 'Alice Marlow' };

it('fields are filled in with what is known of the recipient and the sender', () => {
  const text = 'Dear {first name}, {First Name} {name} — {my name}, {my first name}, {date} {other}';
  const values = fieldValues({ name: 'Ribeiro, Ana Maria' }, me, '22 November');
  expect(fillFields(text, values)).toBe(
    'Dear Ana, Ana Ribeiro, Ana Maria — Alice Marlow, Alice, 22 November {other}',
  );
});

it('what is not known stays to be seen, and is named', () => {
  const text = fillFields('Dear {first name}, {first name} {my name}', fieldValues(undefined, me, ''));
  expect(text).toBe('Dear {first name}, {first name} Alice Marlow');
  expect(openFields(text)).toEqual(['{first name}']);
  expect(openFields('{something} { name }')).toEqual([]);
});

it('a name is text in HTML', () => {
  const values = fieldValues({ name: '<b>Bob</b>' }, null, '');
  expect(fillFields('<div>{name}</div>', values, escapeHtml)).toBe('<div>&lt;b&gt;Bob&lt;/b&gt;</div>');
});
