import { TypedError } from '#shared/errors/typed-error.ts';

export type EraseErrorCode =
  | 'erase-self'
  | 'erase-stopped'
  | 'erase-incomplete'
  | 'erase-unconfirmed'
  | 'erase-busy';

const ADVICE: Record<EraseErrorCode, string> = {
  'erase-self': 'Remove the account instead: that erases its messages and your address with it.',
  'erase-incomplete': 'Try again; what is erased already stays erased.',
  'erase-unconfirmed': 'Type the word erase to go on. Nothing was erased.',
  'erase-stopped': 'What is erased stays erased. Erase again to go on.',
  'erase-busy': 'Wait until it is done, or stop it.',
};

/** An erasure that was refused, or that is not complete. */
export class EraseError extends TypedError<EraseErrorCode> {
  override readonly name = 'EraseError';

  /** `detail`: what is still there, in words. */
  constructor(code: EraseErrorCode, message: string, detail: string | null = null) {
    super(code, message, ADVICE[code], { detail });
  }
}
