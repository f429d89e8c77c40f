import { TypedError } from '#shared/errors/typed-error.ts';

/** Files still lie on the host that is to be given up. */
export class MediaHostError extends TypedError<'media-host-busy'> {
  override readonly name = 'MediaHostError';

  constructor(readonly files: number) {
    super(
      'media-host-busy',
      files === 1 ? 'One file still lies on this host.' : `${files} files still lie on this host.`,
      'Skein removes each when its text has gone out. Wait for that, or give the host up and remove them there yourself.',
    );
  }
}
