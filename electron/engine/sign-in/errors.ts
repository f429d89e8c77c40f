import { TypedError } from '#shared/errors/typed-error.ts';

const REASONS = {
  'sign-in-denied': [
    (name: string) => `${name} says that the access was not granted.`,
    'Nothing was added or changed. Start again when you want.',
  ],
  'sign-in-failed': [
    (name: string) => `${name} did not finish the sign-in.`,
    'Nothing was added or changed. Start again in a moment.',
  ],
  'sign-in-timeout': [
    (name: string) => `Nobody signed in at ${name} within ten minutes.`,
    'Nothing was added or changed. Start again when you want.',
  ],
  'sign-in-canceled': [
    (name: string) => `Signing in at ${name} was stopped.`,
    'Nothing was added or changed. Start again when you want.',
  ],
  'sign-in-not-lasting': [
    (name: string) => `${name} gave access for an hour only, so Skein would have to ask again and again.`,
    'The client or its scopes must allow lasting access (a refresh token, often the scope offline_access).',
  ],
  'sign-in-gone': [(name: string) => `The sign-in at ${name} was not used in time.`, 'Sign in once more.'],
  'sign-in-bad-server': [
    (name: string) => `${name} cannot be used to sign in.`,
    'Its address must begin with https:// and name a server that describes itself (OpenID Connect discovery or RFC 8414).',
  ],
  'sign-in-bad-domain': [
    (name: string) => `${name} is not a mail domain.`,
    'Write what stands behind the @ of the addresses, like example.org.',
  ],
} as const;

/** Why signing in through a provider's pages did not come about. */
export class SignInError extends TypedError<keyof typeof REASONS> {
  override readonly name = 'SignInError';

  /** `at` names the provider for people. */
  constructor(
    code: keyof typeof REASONS,
    at: string,
    { detail = null, cause }: { detail?: string | null; cause?: unknown } = {},
  ) {
    super(code, REASONS[code][0](at), REASONS[code][1], { detail, cause });
  }
}
