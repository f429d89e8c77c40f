/** Why a list was not left, and what to do about it. */
import { TypedError } from '#shared/errors/typed-error.ts';

const INSTEAD = 'Open the page instead, or try again later.';

const REASONS = {
  'unsubscribe-gone': [
    () => 'This message no longer names a way off the list.',
    'It was moved or deleted. Open a newer message of the list.',
  ],
  'unsubscribe-local': [
    (host) => `${host} is not a server of the internet, so it was not asked.`,
    'A list has no reason to name such a server. Mark the message as junk.',
  ],
  'unsubscribe-unreachable': [(host) => `${host} could not be reached.`, INSTEAD],
  'unsubscribe-certificate': [
    (host) => `${host} could not prove that it is ${host}, so it was not asked.`,
    INSTEAD,
  ],
  'unsubscribe-no-answer': [
    (host) => `${host} was asked and did not answer. It may have taken you off the list all the same.`,
    INSTEAD,
  ],
  'unsubscribe-redirected': [
    (host) => `${host} wants to show a page before it takes you off the list.`,
    'Open the page instead.',
  ],
  'unsubscribe-refused': [(host) => `${host} refused to take you off the list.`, INSTEAD],
} as const satisfies Record<string, readonly [(host: string) => string, string]>;

export type UnsubscribeErrorCode = keyof typeof REASONS;

export class UnsubscribeError extends TypedError<UnsubscribeErrorCode> {
  override readonly name = 'UnsubscribeError';

  constructor(code: UnsubscribeErrorCode, host: string, detail: string | null = null) {
    super(code, REASONS[code][0](host), REASONS[code][1], { detail });
  }
}
