/**
 * What stands between a window's port and the calls it carries. A window shows what strangers wrote, so its messages
 * are looked at before the RPC library takes them apart, which trusts its own envelope.
 */
import { z } from 'zod';

/** The longest message taken from a window, in bytes or UTF-16 units: twice the largest attachment. */
const MAX_MESSAGE = 128 * 1024 * 1024;
/** Ends the JSON of a message that carries bytes after it. */
const BYTES_FOLLOW = 0xff;
const ABORT = 4;

const id = z.string().min(1).max(100);

const message = z.union([
  z.object({ i: id, t: z.literal(ABORT) }),
  z.object({
    i: id,
    t: z.literal(1).optional(),
    p: z.object({
      /** A path, never a whole URL. */
      u: z.string().max(2000).startsWith('/'),
      /** No other method than the one left out, POST. */
      m: z.undefined().optional(),
      h: z.record(z.string().max(100), z.string().max(1000)).optional(),
    }),
  }),
]);

/** The part of a MessagePort that the RPC library uses. */
export interface WindowPort {
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  postMessage(message: unknown): void;
}

/**
 * Passes on what is well formed. Another message that names a call is answered with BAD_REQUEST; the rest is
 * dropped, because there is nobody to answer.
 */
export function guardPort(port: WindowPort): WindowPort {
  return {
    postMessage: (answer) => port.postMessage(answer),
    on(event: 'message' | 'close', listener: (event: { data: unknown }) => void) {
      if (event === 'close') return port.on('close', listener as () => void);
      return port.on('message', ({ data }) => {
        const { head, bytes } = split(data);
        if (isWellFormed(head, bytes)) return listener({ data });
        const call = z.object({ i: id }).safeParse(head);
        if (call.success) port.postMessage(refusal(call.data.i));
      });
    },
  };
}

/** The message's envelope, `undefined` when there is none, and the bytes after it, if any. */
function split(data: unknown): { head: unknown; bytes: Uint8Array | null } {
  const nothing = { head: undefined, bytes: null };
  try {
    if (typeof data === 'string')
      return data.length > MAX_MESSAGE ? nothing : { head: JSON.parse(data), bytes: null };
    // The library sends an ArrayBuffer where Blob.bytes() is not known yet (Chromium before 132).
    const raw = data instanceof ArrayBuffer ? new Uint8Array(data) : data;
    if (!(raw instanceof Uint8Array) || raw.byteLength > MAX_MESSAGE) return nothing;
    const end = raw.indexOf(BYTES_FOLLOW);
    const json = new TextDecoder().decode(end === -1 ? raw : raw.subarray(0, end));
    return { head: JSON.parse(json), bytes: end === -1 ? null : raw.subarray(end + 1) };
  } catch {
    return nothing;
  }
}

function isWellFormed(head: unknown, bytes: Uint8Array | null): boolean {
  const parsed = message.safeParse(head);
  if (!parsed.success) return false;
  const type = 'p' in parsed.data ? parsed.data.p.h?.['content-type'] : undefined;
  if (bytes === null) return type === undefined;
  // Files travel as a form (RFC 7578), which begins and ends with its boundary: half a one does not.
  const boundary = /^multipart\/form-data; *boundary=([^";]{1,100})$/.exec(type ?? '')?.[1];
  if (boundary === undefined) return false;
  const form = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const last = `\r\n--${boundary}--`;
  return (
    form.subarray(0, boundary.length + 2).equals(Buffer.from(`--${boundary}`)) &&
    form.subarray(-last.length - 2).includes(last)
  );
}

/** The library's own form of an error, so that the window's end knows it as one. */
function refusal(call: string): string {
  const json = { defined: false, code: 'BAD_REQUEST', status: 400, message: 'This is not a call.' };
  return JSON.stringify({ i: call, p: { s: 400, b: { json } } });
}
