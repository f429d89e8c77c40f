/**
 * A profile without a keychain: its keys are kept in a file, encrypted under a key that scrypt (RFC 7914) makes of
 * the user's passphrase.
 */
import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { z } from 'zod';
import { KeyError } from './key-errors.ts';

const derive = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(
  scrypt,
);

/** 128 MB and about half a second for each guess. */
const COST = { N: 2 ** 17, r: 8, p: 1 };
/** A file from elsewhere must not make us spend more than this, in bytes. */
const MAX_MEMORY = 1024 ** 3 + 1024 ** 2;

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`));

/** Bytes encrypted with AES-256-GCM; hexadecimal. */
export const sealedBytes = z.object({ nonce: hex(12), tag: hex(16), data: z.string().regex(/^[0-9a-f]*$/) });
export type SealedBytes = z.infer<typeof sealedBytes>;

/** What key.json holds. */
export const wrappedKeys = z.object({
  version: z.literal(1),
  kdf: z.object({
    name: z.literal('scrypt'),
    N: z
      .number()
      .int()
      .min(2)
      .max(2 ** 20),
    r: z.number().int().min(1).max(8),
    p: z.number().int().min(1).max(4),
    salt: hex(32),
  }),
  sealed: sealedBytes,
});
export type WrappedKeys = z.infer<typeof wrappedKeys>;

/** Encrypts `keys` under the passphrase; `context` must be the same when they are taken out. Throws KeyError `passphrase-empty`. */
export async function wrap(keys: Uint8Array, passphrase: string, context: string): Promise<WrappedKeys> {
  if (passphrase.trim() === '') throw new KeyError('passphrase-empty', 'A passphrase cannot be empty.');
  const salt = randomBytes(32);
  const kdf = { name: 'scrypt' as const, ...COST, salt: salt.toString('hex') };
  const wrapping = await stretch(passphrase, kdf);
  try {
    return { version: 1, kdf, sealed: seal(wrapping, keys, context) };
  } finally {
    wrapping.fill(0);
  }
}

/** Takes out what `wrap` put in. Throws KeyError `passphrase-wrong`. */
export async function unwrap(wrapped: WrappedKeys, passphrase: string, context: string): Promise<Buffer> {
  const wrapping = await stretch(passphrase, wrapped.kdf);
  try {
    return unseal(wrapping, wrapped.sealed, context);
  } catch (error) {
    throw new KeyError('passphrase-wrong', 'This is not the passphrase of the profile.', { cause: error });
  } finally {
    wrapping.fill(0);
  }
}

/** AES-256-GCM with a random nonce; `context` is authenticated with it. */
export function seal(key: Uint8Array, plain: Uint8Array, context: string): SealedBytes {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(context));
  const data = Buffer.concat([cipher.update(plain), cipher.final()]);
  return {
    nonce: nonce.toString('hex'),
    tag: cipher.getAuthTag().toString('hex'),
    data: data.toString('hex'),
  };
}

/** Throws when key, context or bytes are not those of `seal`. */
export function unseal(key: Uint8Array, sealed: SealedBytes, context: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(sealed.nonce, 'hex'), {
    authTagLength: 16,
  });
  decipher.setAAD(Buffer.from(context));
  decipher.setAuthTag(Buffer.from(sealed.tag, 'hex'));
  return Buffer.concat([decipher.update(Buffer.from(sealed.data, 'hex')), decipher.final()]);
}

/** Two keyboards may compose the same letters differently (Unicode TR 15). */
function stretch(passphrase: string, { N, r, p, salt }: WrappedKeys['kdf']): Promise<Buffer> {
  return derive(passphrase.normalize('NFC'), Buffer.from(salt, 'hex'), 32, { N, r, p, maxmem: MAX_MEMORY });
}
