import { TypedError } from '#shared/errors/typed-error.ts';

/** Stable codes of everything that can go wrong with keys and secrets. */
export type KeyErrorCode =
  | 'keychain-unavailable'
  | 'keychain-locked'
  | 'key-missing'
  | 'key-malformed'
  | 'key-wrong'
  | 'key-file-damaged'
  | 'passphrase-needed'
  | 'passphrase-wrong'
  | 'passphrase-empty';

const ADVICE: Record<KeyErrorCode, string> = {
  'keychain-unavailable':
    'Start a keychain (GNOME Keyring, KWallet or KeePassXC on Linux), or choose a passphrase instead.',
  'keychain-locked': 'Unlock the keychain, then start Skein again.',
  'key-missing':
    'Open the profile where its keychain is, or import the key you exported. Skein will not make a new key over a store.',
  'key-malformed': 'Check that the whole key was copied: 64 digits and letters from a to f.',
  'key-wrong': 'Check that the key was exported from this profile.',
  'key-file-damaged': 'Restore key.json from a backup of the profile, or import the key you exported.',
  'passphrase-needed': 'Give the passphrase of this profile.',
  'passphrase-wrong': 'Check capital letters and the keyboard layout, then try again.',
  'passphrase-empty': 'Choose a passphrase of several words.',
};

/** An error about the key of a store or an account's secret. Says what happened and what to do, never a key. */
export class KeyError extends TypedError<KeyErrorCode> {
  override readonly name = 'KeyError';

  constructor(
    code: KeyErrorCode,
    message: string,
    options: { detail?: string | null; advice?: string; cause?: unknown } = {},
  ) {
    super(code, message, options.advice ?? ADVICE[code], options);
  }
}
