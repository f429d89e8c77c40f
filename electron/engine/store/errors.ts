import { TypedError } from '#shared/errors/typed-error.ts';

/** Stable codes of everything that can go wrong with the store. */
export type StoreErrorCode =
  | 'store-not-encrypted'
  | 'store-wrong-key'
  | 'store-newer'
  | 'store-damaged'
  | 'store-full'
  | 'store-locked'
  | 'store-io'
  | 'store-closed'
  | 'store-crashed'
  | 'store-defect'
  | 'content-missing'
  | 'content-damaged';

const ADVICE: Record<StoreErrorCode, string> = {
  'store-not-encrypted':
    'Skein never uses an unencrypted store. Move this file away, or import its messages into a new profile.',
  'store-wrong-key': 'Import the key you exported for this profile, or open it where its keychain is.',
  'store-newer': 'Install the newest version of Skein and start it again. Nothing was changed.',
  'store-damaged':
    'Start Skein again: the damaged file is set aside, never deleted, and a new store is filled from your servers.',
  'store-full': 'Make room on the disk, then try again. Nothing that was saved is lost.',
  'store-locked': 'Close the other Skein that uses this profile, then try again.',
  'store-io': 'Check the disk and the permissions of the profile folder, then start Skein again.',
  'store-closed': 'Start Skein again.',
  'store-crashed': 'Start Skein again. Everything that was confirmed is saved.',
  'store-defect': 'This is a mistake in Skein. Please report it with the text below.',
  'content-missing': 'Fetch the message from its server again.',
  'content-damaged': 'Fetch the message from its server again.',
};

/** An error of the store with a stable code, what happened and what to do about it. */
export class StoreError extends TypedError<StoreErrorCode> {
  override readonly name = 'StoreError';

  constructor(
    code: StoreErrorCode,
    message: string,
    options: { detail?: string | null; advice?: string; cause?: unknown } = {},
  ) {
    super(code, message, options.advice ?? ADVICE[code], options);
  }
}

/**
 * Turns what SQLite or the file system threw into a StoreError by its result code (sqlite.org/rescode.html);
 * anything else is returned as it came.
 */
export function toStoreError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof StoreError) return error;
  const code = (error as { code?: unknown }).code;
  if (typeof code !== 'string') return error;
  const known = byResultCode(code);
  if (known === null) return error;
  const [storeCode, message] = known;
  const text = storeCode === 'store-defect' ? `${message}: ${error.message}` : message;
  return new StoreError(storeCode, text, { detail: code, cause: error });
}

function byResultCode(code: string): [StoreErrorCode, string] | null {
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT') {
    return ['store-full', 'The disk is full.'];
  }
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') {
    return ['store-damaged', 'The store is damaged.'];
  }
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return ['store-locked', 'The store is in use by another program.'];
  }
  if (
    /^SQLITE_(IOERR|CANTOPEN|READONLY|PERM|AUTH)/.test(code) ||
    /^(EIO|EACCES|EPERM|EROFS|ENOTDIR)$/.test(code)
  ) {
    return ['store-io', 'The store cannot be read or written.'];
  }
  if (code.startsWith('SQLITE_')) return ['store-defect', 'The store refused a statement'];
  return null;
}
