/** Errors lose their class and their fields when they are posted between threads; this carries across what counts. */
import { TypedError } from '#shared/errors/typed-error.ts';

export interface FlatError {
  name: string;
  message: string;
  stack: string | undefined;
  /** Of a TypedError. */
  typed: { code: string; advice: string; detail: string | null } | null;
}

/** What an error consists of, without anything that cannot be posted. */
export function flattenError(error: unknown): FlatError {
  if (!(error instanceof Error))
    return { name: 'Error', message: String(error), stack: undefined, typed: null };
  const { name, message, stack } = error;
  if (!(error instanceof TypedError)) return { name, message, stack, typed: null };
  const { code, advice, detail } = error;
  return { name, message, stack, typed: { code, advice, detail } };
}

/** Builds the error again: a TypedError of the same name and code, or a plain Error. */
export function rebuildError({ name, message, stack, typed }: FlatError): Error {
  const error = typed ? new TypedError(typed.code, message, typed.advice, typed) : new Error(message);
  error.name = name;
  if (stack !== undefined) error.stack = stack;
  return error;
}
