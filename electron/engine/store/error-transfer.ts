/** Errors lose their class and their fields when they are posted between threads; this carries both across. */

/** A class of errors by whose instances callers tell what went wrong. */
export type ErrorClass = (abstract new (...args: never[]) => Error) & { readonly name: string };

export interface FlatError {
  className: string;
  message: string;
  stack: string | undefined;
  fields: Record<string, string | number | boolean | null>;
}

/** What an error consists of, without anything that cannot be posted. */
export function flattenError(error: unknown): FlatError {
  if (!(error instanceof Error)) {
    return { className: 'Error', message: String(error), stack: undefined, fields: {} };
  }
  const fields: FlatError['fields'] = {};
  for (const [key, value] of Object.entries(error)) {
    if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) fields[key] = value;
  }
  return { className: error.constructor.name, message: error.message, stack: error.stack, fields };
}

/** Builds the error again, as an instance of one of `classes` when its class is among them. */
export function rebuildError(flat: FlatError, classes: readonly ErrorClass[]): Error {
  const known = classes.find((candidate) => candidate.name === flat.className) ?? Error;
  // Not the class's own constructor: its arguments are unknown here, its fields are not.
  const error = Reflect.construct(Error, [flat.message], known) as Error;
  if (flat.stack !== undefined) error.stack = flat.stack;
  return Object.assign(error, flat.fields);
}
