/** What a command of the command line is, and how its arguments are read. */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { TypedError } from '#shared/errors/typed-error.ts';

/** Exit statuses: what was asked is done; it failed; it was asked for in a wrong way. */
export const EXIT = { done: 0, failed: 1, wrongUse: 2 } as const;

export interface Command {
  /** Arguments after the command's name, one line for each form. */
  usage: string[];
  summary: string;
  /** Resolves to the exit status. Rejects with UsageError or with any error of the engine. */
  run(args: string[]): Promise<number>;
}

/** The command line cannot be understood. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A command cannot do what it was asked. */
export class CommandError extends TypedError {
  override readonly name = 'CommandError';

  constructor(code: string, message: string, advice: string, detail: string | null = null) {
    super(code, message, advice, { detail });
  }
}

type Options = NonNullable<ParseArgsConfig['options']>;

/**
 * Reads options and positional arguments; `--profile` is known everywhere. Throws UsageError for unknown options and
 * for fewer or more positional arguments than allowed.
 */
export function readArguments<const O extends Options>(
  args: string[],
  options: O,
  positional: { least: number; most: number } = { least: 0, most: 0 },
) {
  const parsed = parse(args, options);
  const count = parsed.positionals.length;
  if (count < positional.least) throw new UsageError('Something is missing.');
  if (count > positional.most)
    throw new UsageError(`There is more than expected: ${parsed.positionals.at(-1)}`);
  return parsed;
}

function parse<const O extends Options>(args: string[], options: O) {
  try {
    return parseArgs({
      args,
      options: { ...options, profile: { type: 'string' as const } },
      allowPositionals: true,
      strict: true,
    });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UsageError(error.message);
  }
}

/** A whole number from 1 to `most`, or `otherwise` when the option is not there. Throws UsageError. */
export function readNumber<T>(
  name: string,
  value: string | undefined,
  otherwise: T,
  most: number,
): number | T {
  if (value === undefined) return otherwise;
  const number = Number(value);
  if (/^\d{1,15}$/.test(value) && number >= 1 && number <= most) return number;
  throw new UsageError(`--${name} takes a number from 1 to ${most}.`);
}

/** One of the words allowed. Throws UsageError. */
export function readChoice<const T extends string>(
  name: string,
  value: string | undefined,
  choices: readonly T[],
): T {
  const choice = choices.find((known) => known === value);
  if (choice !== undefined) return choice;
  throw new UsageError(`${name} is one of: ${choices.join(', ')}.`);
}
