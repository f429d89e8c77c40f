/** Reading jCal (RFC 7265), the form in which ical.js gives a calendar. Nothing of it is trusted to have its type. */

/** [name, parameters, type, value…] */
export type JProperty = [
  name: string,
  params: Record<string, string | string[]>,
  type: string,
  ...values: unknown[],
];
/** [name, properties, components] */
export type JComponent = [name: string, properties: JProperty[], components: JComponent[]];

export const propertiesOf = ([, properties]: JComponent, name: string): JProperty[] =>
  properties.filter((property) => property[0] === name);

export const propertyOf = (component: JComponent, name: string): JProperty | null =>
  component[1].find((property) => property[0] === name) ?? null;

export const componentsOf = ([, , components]: JComponent, name: string): JComponent[] =>
  components.filter((component) => component[0] === name);

/** The first value of a property as text without control characters, at most `limit` long; '' when there is none. */
export function textOf(component: JComponent, name: string, limit: number): string {
  const value = propertyOf(component, name)?.[3];
  return typeof value === 'string' ? plain(value, limit) : '';
}

/** A parameter of a property; '' when there is none. */
export function paramOf(property: JProperty, name: string): string {
  const value = property[1][name];
  return (Array.isArray(value) ? value[0] : value) ?? '';
}

/** One line: no controls, no directional overrides that would make it look like something else. */
export function plain(text: string, limit: number): string {
  return text
    .slice(0, limit * 2)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .trim()
    .slice(0, limit);
}

export function integerOf(component: JComponent, name: string): number {
  const value = Number(propertyOf(component, name)?.[3]);
  return Number.isSafeInteger(value) && value >= 0 ? value : 0;
}
