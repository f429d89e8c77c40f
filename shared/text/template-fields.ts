/** Fields of templates: words in braces that are filled in where a template is used. */

export const TEMPLATE_FIELDS = ['first name', 'name', 'my name', 'my first name', 'date'] as const;
export type TemplateField = (typeof TEMPLATE_FIELDS)[number];

const FIELD = new RegExp(`\\{(${TEMPLATE_FIELDS.join('|')})\\}`, 'gi');

/** What the fields stand for; those that are not known stay as they are, to be seen. */
export function fieldValues(
  to: { name: string } | undefined,
  from: { name: string } | null,
  today: string,
): Partial<Record<TemplateField, string>> {
  const known: [TemplateField, string | undefined][] = [
    ['first name', firstName(to?.name)],
    ['name', to?.name],
    ['my name', from?.name],
    ['my first name', firstName(from?.name)],
    ['date', today],
  ];
  return Object.fromEntries(known.filter(([, value]) => value));
}

/** "Ribeiro, Ana" and "Ana Ribeiro" are both Ana. */
function firstName(name = ''): string {
  const [last, first] = name.split(',');
  return (first?.trim() || last || '').trim().split(/\s+/)[0] ?? '';
}

/** Fills in what is known; `write` makes a value fit where it goes. */
export function fillFields(
  text: string,
  values: Partial<Record<TemplateField, string>>,
  write: (value: string) => string = (value) => value,
): string {
  return text.replace(FIELD, (written, name: string) => {
    const value = values[name.toLowerCase() as TemplateField];
    return value === undefined ? written : write(value);
  });
}

/** The fields that are still to be filled in, as written. */
export function openFields(text: string): string[] {
  return [...new Set(text.match(FIELD) ?? [])];
}
