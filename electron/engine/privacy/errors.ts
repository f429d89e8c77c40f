import type { ErrorInfo } from '#shared/contract/model.ts';

export type EraseErrorCode = 'erase-self' | 'erase-incomplete' | 'erase-unconfirmed' | 'erase-wrong-way';

const ADVICE: Record<EraseErrorCode, string> = {
  'erase-self': 'Remove the account instead: that erases its messages and your address with it.',
  'erase-incomplete': 'Try again; what is erased already stays erased.',
  'erase-unconfirmed': 'Type the word erase to go on. Nothing was erased.',
  'erase-wrong-way': 'This is a mistake in Skein. Please report it.',
};

/** An erasure that was refused, or that is not complete. */
export class EraseError extends Error {
  override readonly name = 'EraseError';
  readonly code: EraseErrorCode;
  readonly advice: string;
  /** What is still there, in words. */
  readonly detail: string | null;

  constructor(code: EraseErrorCode, message: string, detail: string | null = null) {
    super(message);
    this.code = code;
    this.advice = ADVICE[code];
    this.detail = detail;
  }

  /** The shape the window shows. */
  toInfo(): ErrorInfo {
    return { code: this.code, message: this.message, advice: this.advice, detail: this.detail };
  }
}
