export type MimeErrorCode = 'source-empty' | 'source-too-large' | 'pool-closed';

/** A message that cannot be read at all. Its text never contains message content. */
export class MimeError extends Error {
  override readonly name = 'MimeError';
  constructor(
    readonly code: MimeErrorCode,
    message: string,
  ) {
    super(message);
  }
}
