import type { ErrorInfo } from '#shared/contract/model.ts';

const REASONS = {
  'account-exists': ['This account is connected already.', 'Look under Accounts in Settings.'],
  'account-gone': ['This account was removed.', 'Connect it again if you still need it.'],
  'bad-address': ['This is not an e-mail address.', 'Write it like name@example.com.'],
  'bad-number': ['This is not a phone number in international form.', 'Choose one of the numbers listed.'],
} as const;

/** Why an account cannot be connected or changed. */
export class AccountError extends Error {
  override readonly name = 'AccountError';
  readonly code: keyof typeof REASONS;

  constructor(code: keyof typeof REASONS) {
    super(REASONS[code][0]);
    this.code = code;
  }

  toInfo(): ErrorInfo {
    return { code: this.code, message: this.message, advice: REASONS[this.code][1], detail: null };
  }
}
