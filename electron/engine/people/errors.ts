import { TypedError } from '#shared/errors/typed-error.ts';

/** Why something could not be done with a contact. */
export class PeopleError extends TypedError<
  'no-suggestion' | 'no-contact' | 'no-identity' | 'only-identity' | 'bad-number'
> {
  override readonly name = 'PeopleError';
}
