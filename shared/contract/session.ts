/** Whether the store is open, and what it is made of. */
import { z } from './zod.ts';

export const sessionStatus = z.object({
  /**
   * `locked`: a passphrase opens the store; `choose`: no keychain here, a passphrase must be chosen first;
   * `key-missing`: there is a store and no key for it, only an exported one helps.
   */
  state: z.enum(['ready', 'locked', 'choose', 'key-missing']),
  keychain: z.string().nullable(),
  profile: z.string(),
  version: z.string(),
});

export const doctorReport = z.object({
  version: z.string(),
  electron: z.string().nullable(),
  node: z.string(),
  sqlite: z.string(),
  cipher: z.string(),
  encrypted: z.boolean(),
  integrity: z.string(),
  keychain: z.string(),
  schema: z.number().int(),
  storeBytes: z.number().int(),
  contentBytes: z.number().int(),
  messages: z.number().int(),
  threads: z.number().int(),
});

export type SessionStatus = z.infer<typeof sessionStatus>;
export type DoctorReport = z.infer<typeof doctorReport>;
