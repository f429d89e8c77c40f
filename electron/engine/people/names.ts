/** Names compared. */

/**
 * The form in which two spellings of a full name are equal: no case, no marks, "Ribeiro, Ana" turned round. Empty for
 * what cannot tell one person from another: a single word, a role ("Customer Service"), anything with digits.
 */
export function nameKey(name: string): string {
  const turned = /^([^,]+),\s*([^,]+)$/.exec(name.trim());
  const straight = turned ? `${turned[2]} ${turned[1]}` : name;
  const key = straight
    .normalize('NFKD')
    .replace(/[\p{Mn}\p{Cf}]/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  const words = key.split(' ').filter((word) => word.length > 1);
  return words.length < 2 || /\p{N}/u.test(key) || words.some((word) => ROLE_WORDS.has(word)) ? '' : key;
}

const ROLE_WORDS = new Set(
  (
    'account accounts admin administrator alert alerts billing bot care club customer customers department desk ' +
    'help info kundenservice list mail mailer marketing news newsletter no noreply notification notifications ' +
    'office online order orders postmaster reply sales security service services shop store support team update ' +
    'updates via webmaster'
  ).split(' '),
);

/** How a person is called in a sentence: the first word of a full name, else all of it. */
export function callName(name: string): string {
  const turned = /^[^,]+,\s*([^,]+)$/.exec(name.trim());
  const straight = (turned?.[1] ?? name).trim();
  return nameKey(name) === '' ? name.trim() : (straight.split(/\s+/)[0] ?? name);
}
