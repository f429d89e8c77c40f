/**
 * The format of a content file, version 1: an 8-byte header, then chunks of at most 64 KiB, each encrypted with
 * AES-256-GCM (NIST SP 800-38D) under the file's own random key and followed by its 16-byte tag. The nonce is the
 * chunk's number and whether it is the last one (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár),
 * so that chunks cannot be reordered and a file cannot be cut short. The header is authenticated with each chunk.
 */
import { createCipheriv, createDecipheriv } from 'node:crypto';

export const CHUNK_SIZE = 64 * 1024;
export const TAG_SIZE = 16;
export const KEY_SIZE = 32;
export const HEADER = Buffer.concat([Buffer.from('SKEINC', 'latin1'), Buffer.from([1, 0])]);

/** Encrypts chunk `number` (from 0). */
export function sealChunk(key: Uint8Array, number: number, last: boolean, plain: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce(number, last), { authTagLength: TAG_SIZE });
  cipher.setAAD(HEADER);
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Decrypts what sealChunk made. Throws when the chunk is not exactly that. */
export function openChunk(key: Uint8Array, number: number, last: boolean, sealed: Uint8Array): Buffer {
  if (sealed.length < TAG_SIZE) throw new Error('a chunk is shorter than its tag');
  const decipher = createDecipheriv('aes-256-gcm', key, nonce(number, last), { authTagLength: TAG_SIZE });
  decipher.setAAD(HEADER);
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_SIZE));
  const plain = decipher.update(sealed.subarray(0, sealed.length - TAG_SIZE));
  // Authenticates what was decrypted; in this mode nothing is left over.
  decipher.final();
  return plain;
}

function nonce(number: number, last: boolean): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt32BE(number, 7);
  bytes[11] = last ? 1 : 0;
  return bytes;
}
