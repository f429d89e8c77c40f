import type { ErrorInfo } from '../contract/model.ts';

/** An error with a stable code that says what happened and what to do about it. Never holds content or secrets. */
export class TypedError<Code extends string = string> extends Error {
  readonly code: Code;
  readonly advice: string;
  /** Somebody else's words: the server's, the system's; `null` when there are none. */
  readonly detail: string | null;

  constructor(
    code: Code,
    message: string,
    advice: string,
    options: { detail?: string | null; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.advice = advice;
    this.detail = options.detail ?? null;
  }

  /** The shape the window shows. */
  toInfo(): ErrorInfo {
    return { code: this.code, message: this.message, advice: this.advice, detail: this.detail };
  }
}

/** The shape people are shown of anything that was thrown. What is not one of our errors is a defect of ours. */
export function toErrorInfo(thrown: unknown): ErrorInfo {
  if (thrown instanceof TypedError) return thrown.toInfo();
  return {
    code: 'internal',
    message: 'Something went wrong inside Skein.',
    advice: 'Try again. If it happens again, please report it with the text below.',
    detail: thrown instanceof Error ? `${thrown.name}: ${thrown.message}`.slice(0, 500) : null,
  };
}
