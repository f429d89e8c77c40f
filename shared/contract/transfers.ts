/** Mail that comes from files and goes to files: what the window asks for and is told. */
import { errorInfo, id, time, view } from './model.ts';
import { z } from './zod.ts';

/** Names files or a folder the user chose in a dialog of the shell's; good for one call. */
export const ticket = z.string().min(1).max(64);

export const leftOut = z.object({
  file: z.string(),
  /** Byte of the file where the message begins. */
  offset: z.number().int(),
  reason: z.enum(['empty', 'too-large', 'unreadable', 'not-mail', 'not-stored']),
});

const counts = { done: z.number().int(), total: z.number().int() };

export const importState = z.object({
  id,
  state: z.enum(['looking', 'running', 'stopped', 'done', 'failed']),
  /** Name of the file that is read just now. */
  file: z.string().nullable(),
  /** Bytes. */
  ...counts,
  added: z.number().int(),
  /** Were here already. */
  known: z.number().int(),
  /** Were erased here before, and stay so. */
  erased: z.number().int(),
  leftOut: z.number().int(),
  /** The first of those left out. */
  problems: z.array(leftOut),
  error: errorInfo.nullable(),
  finishedAt: time.nullable(),
});

export const exportScope = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('everything') }),
  z.object({ kind: z.literal('account'), id }),
  z.object({ kind: z.literal('mailbox'), id }),
  z.object({ kind: z.literal('view'), view: view.exclude(['all']) }),
  z.object({ kind: z.literal('threads'), ids: z.array(id).min(1).max(5000) }),
]);

export const exportFormat = z.enum(['mbox', 'eml', 'jsonl']);

export const exportState = z.object({
  state: z.enum(['running', 'stopped', 'done', 'failed']),
  format: exportFormat,
  /** The folder it goes to. */
  out: z.string(),
  /** Messages. */
  ...counts,
  files: z.number().int(),
  bytes: z.number().int(),
  /** Mails whose source is not here yet. */
  missing: z.number().int(),
  /** Texts, which only the JSON format holds. */
  textsLeftOut: z.number().int(),
  error: errorInfo.nullable(),
});

/** The transfers that run, and the last ones that did. */
export const transfers = z.object({
  import: importState.nullable(),
  export: exportState.nullable(),
  /** Stored mail is read again because Skein reads better than when it came; `null`: it is not, or will soon be done. */
  reread: z
    .object({
      /** Messages. */
      done: z.number().int(),
      /** From 0 to 1. */
      share: z.number(),
      /** Date of the messages it is at, the newest being first. */
      reached: time,
    })
    .nullable(),
});

export type LeftOut = z.infer<typeof leftOut>;
export type ImportState = z.infer<typeof importState>;
export type ExportScope = z.infer<typeof exportScope>;
export type ExportFormat = z.infer<typeof exportFormat>;
export type ExportState = z.infer<typeof exportState>;
export type Transfers = z.infer<typeof transfers>;
