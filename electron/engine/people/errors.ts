/** Why something could not be done with a contact; `code` is stable. */
export class PeopleError extends Error {
  readonly code: 'no-suggestion' | 'no-contact' | 'no-identity' | 'only-identity' | 'bad-number';
  readonly advice: string;

  constructor(code: PeopleError['code'], message: string, advice: string) {
    super(message);
    this.name = 'PeopleError';
    this.code = code;
    this.advice = advice;
  }
}
