/** Numbers in the sentences of previews and receipts. */
const numbers = new Intl.NumberFormat('en');
const plurals = new Intl.PluralRules('en');
const lists = new Intl.ListFormat('en', { type: 'conjunction' });

/** "1 draft", "12,400 drafts". */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${numbers.format(number)} ${plurals.select(number) === 'one' ? one : many}`;
}

/** "a, b, and c". */
export const listed = (names: readonly string[]): string => lists.format(names);
