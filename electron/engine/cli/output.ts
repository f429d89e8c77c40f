/** Standard output carries JSON and nothing else; what people read goes to standard error. */
import type { ErrorInfo } from '#shared/contract/model.ts';

/** Whoever read standard output has seen enough, as `head` does. */
export class OutputClosed extends Error {
  override readonly name = 'OutputClosed';
}

let closed = false;

/** Call once before anything is printed. */
export function tolerateClosedOutput(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    closed = true;
  });
  process.stderr.on('error', () => {});
}

/** Writes text as it is. Rejects with OutputClosed when nobody reads it any more. */
export async function write(text: string): Promise<void> {
  if (!closed && !process.stdout.write(text)) await drained();
  if (closed) throw new OutputClosed('Standard output was closed.');
}

function drained(): Promise<void> {
  return new Promise((resolve) => {
    const events = ['drain', 'error', 'close'] as const;
    const done = () => {
      for (const event of events) process.stdout.off(event, done);
      resolve();
    };
    for (const event of events) process.stdout.on(event, done);
  });
}

/** Writes a value as one line of JSON. Rejects with OutputClosed. */
export function print(value: unknown): Promise<void> {
  return write(`${JSON.stringify(value)}\n`);
}

/** Tells people something. */
export function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Tells people what went wrong and what to do about it. */
export function tellError({ message, advice, detail }: ErrorInfo): void {
  tell(`skein: ${message}${advice === '' ? '' : `\n${advice}`}${detail === null ? '' : `\n(${detail})`}`);
}

/** Resolves when all that was written has left this process. */
export async function flush(): Promise<void> {
  if (!closed) await new Promise<void>((resolve) => process.stdout.write('', () => resolve()));
}

/** A time as the command line prints it: ISO 8601 in UTC. */
export function isoTime<T extends number | null>(ms: T): T extends null ? null : string {
  return (ms === null ? null : new Date(ms).toISOString()) as T extends null ? null : string;
}
