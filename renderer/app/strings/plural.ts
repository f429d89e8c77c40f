const rules = new Intl.PluralRules('en');
const numbers = new Intl.NumberFormat();

/** A count in the system's number format. */
export function count(n: number): string {
  return numbers.format(n);
}

/** Picks the form for `n` and puts the number where `#` stands. */
export function plural(n: number, forms: { one: string; other: string }): string {
  const form = rules.select(n) === 'one' ? forms.one : forms.other;
  return form.replace('#', count(n));
}
