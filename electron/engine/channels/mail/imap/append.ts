/** APPEND of a message that is read while it is sent. */
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { AppendResponseObject, ImapFlow } from 'imapflow';
import type { ByteSource } from '../byte-source.ts';
import { unreadable } from '../errors.ts';

interface Attribute {
  type: string;
  value: unknown;
}

/** What the library keeps to itself of a connection, as of imapflow 2. */
interface Internals {
  exec(command: string, attributes: Attribute[], options: Record<string, unknown>): Promise<unknown>;
  writeSocket: Writable;
  writeBytesCounter: number;
}

/**
 * As imapflow's `append`, which wants the whole message in memory: its command goes out with the size of the literal
 * (RFC 9051 section 4.3), and when the server says go on, the message follows as fast as the server takes it. Rejects
 * with what reading it rejects with; then the connection is closed, and the server has nothing.
 */
export async function appendMessage(
  client: ImapFlow,
  mailbox: string,
  source: ByteSource,
  flags: string[],
  internalDate: Date | undefined,
): Promise<AppendResponseObject | false> {
  refuseTooLarge(client, source.size);
  const internals = client as unknown as Internals;
  const { exec } = internals;
  let literal: 'not asked for' | 'on its way' | 'sent' = 'not asked for';
  let broken: unknown = null;
  const write = async () => {
    if (literal !== 'not asked for') return;
    literal = 'on its way';
    try {
      await writeLiteral(internals, source);
      literal = 'sent';
    } catch (error) {
      broken = error;
      client.close();
    }
  };
  internals.exec = (command, attributes, options) => {
    if (command !== 'APPEND') return exec.call(client, command, attributes, options);
    const announced = attributes.map((attribute) =>
      attribute.type === 'LITERAL' ? { type: 'TEXT', value: `{${source.size}}` } : attribute,
    );
    // Not awaited there: what the server says meanwhile is to be read.
    return exec.call(client, command, announced, { ...options, onPlusTag: () => void write() });
  };
  try {
    return await client.append(mailbox, Buffer.alloc(0), flags, internalDate);
  } catch (error) {
    throw broken ?? error;
  } finally {
    internals.exec = exec;
    // Refused half-way: the rest would be read as commands.
    if ((literal as string) === 'on its way') client.close();
  }
}

async function writeLiteral(connection: Internals, source: ByteSource): Promise<void> {
  async function* counted() {
    let left = source.size;
    for await (const bytes of readable(source)) {
      left -= bytes.length;
      if (left < 0) break;
      connection.writeBytesCounter += bytes.length;
      yield bytes;
    }
    if (left !== 0) throw unreadable(new Error('The message has another size than was announced'));
    yield Buffer.from('\r\n');
  }
  await pipeline(counted, connection.writeSocket, { end: false });
}

async function* readable(source: ByteSource): AsyncGenerator<Buffer> {
  try {
    for await (const read of source.open()) yield read as Buffer;
  } catch (error) {
    throw unreadable(error);
  }
}

/** APPENDLIMIT (RFC 7889), where the server says it; as imapflow does. */
function refuseTooLarge(client: ImapFlow, size: number): void {
  const limit = client.capabilities.get('APPENDLIMIT');
  if (typeof limit !== 'number' || limit >= size) return;
  throw Object.assign(new Error('The message exceeds APPENDLIMIT'), { serverResponseCode: 'APPENDLIMIT' });
}
