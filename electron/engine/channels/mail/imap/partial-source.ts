import type { FetchMessageObject, ImapFlow, MessageStructureObject } from 'imapflow';
import type { PartOutline } from '../ports.ts';
import { outlineOf, partsOf } from './part-outline.ts';

/** Bytes of each text part fetched ahead of the whole message. */
const TEXT_LIMIT = 256 * 1024;
const HEADER_LIMIT = 256 * 1024;

/**
 * What comes first of a large message: its text too, where the server says where that is. Of a broken message some
 * servers refuse the BODYSTRUCTURE, and some send one that nobody can read; then it is the header alone. Resolves to
 * `null` when the message is gone.
 */
export async function fetchFirstOf(client: ImapFlow, uid: number): Promise<PartialSource | null> {
  try {
    const found = await fetchPartialSource(client, uid);
    if (found) return found;
  } catch (error) {
    if (client.isClosed || !client.usable) throw error;
  }
  const bodyParts = [{ key: 'HEADER', maxLength: HEADER_LIMIT }];
  const message = await client.fetchOne(
    String(uid),
    { flags: true, threadId: true, bodyParts },
    { uid: true },
  );
  if (!message) return null;
  return message.headers ? { message, source: assemble(message.headers, []), outline: [] } : null;
}

interface PartialSource {
  message: FetchMessageObject;
  source: Buffer;
  /** Empty where the server does not tell. */
  outline: PartOutline[];
}

/**
 * Fetches the header and the first text and HTML parts of a large message and makes a small RFC 5322 message of them
 * that the ordinary parser understands; the files are told by their outline. Resolves to `null` when the message is gone.
 */
export async function fetchPartialSource(client: ImapFlow, uid: number): Promise<PartialSource | null> {
  const message = await client.fetchOne(
    String(uid),
    {
      flags: true,
      bodyStructure: true,
      threadId: true,
      bodyParts: [{ key: 'HEADER', maxLength: HEADER_LIMIT }],
    },
    { uid: true },
  );
  if (!message) return null;
  const header = message.headers;
  if (!header) return null;
  const parts = textParts(message.bodyStructure);
  const bodies: { part: MessageStructureObject; body: Buffer }[] = [];
  if (parts.length > 0) {
    const keys = parts.map((part) => ({ key: part.part ?? '1', maxLength: TEXT_LIMIT }));
    const fetched = await client.fetchOne(String(uid), { bodyParts: keys }, { uid: true });
    if (fetched) {
      for (const part of parts) {
        const body = fetched.bodyParts?.get((part.part ?? '1').toLowerCase());
        if (body) bodies.push({ part, body });
      }
    }
  }
  return { message, source: assemble(header, bodies), outline: outlineOf(message.bodyStructure, parts) };
}

/** The first text/plain and the first text/html that are not attachments, in the order of the message. */
export function textParts(root: MessageStructureObject | undefined): MessageStructureObject[] {
  const found = new Map<string, MessageStructureObject>();
  for (const node of partsOf(root)) {
    const type = node.type?.toLowerCase() ?? '';
    const isText = type === 'text/plain' || type === 'text/html';
    if (isText && node.disposition?.toLowerCase() !== 'attachment' && !found.has(type)) found.set(type, node);
  }
  return [...found.values()];
}

function assemble(header: Buffer, bodies: { part: MessageStructureObject; body: Buffer }[]): Buffer {
  const kept = withoutMimeFields(header.toString('latin1'));
  const boundary = 'skein-partial-source';
  const chunks: Buffer[] = [
    Buffer.from(
      `${kept}MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary="${boundary}"\r\n\r\n`,
      'latin1',
    ),
  ];
  for (const { part, body } of bodies) {
    const charset = token(part.parameters?.charset) ?? 'us-ascii';
    const encoding = token(part.encoding) ?? '7bit';
    const flowed = part.parameters?.format?.toLowerCase() === 'flowed' ? '; format=flowed' : '';
    chunks.push(
      Buffer.from(
        `--${boundary}\r\nContent-Type: ${part.type.toLowerCase()}; charset="${charset}"${flowed}\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n`,
        'latin1',
      ),
      body,
      Buffer.from('\r\n'),
    );
  }
  chunks.push(Buffer.from(`--${boundary}--\r\n`));
  return Buffer.concat(chunks);
}

/** A value from BODYSTRUCTURE that is safe to put into a header again. */
function token(value: string | undefined): string | null {
  return value && /^[A-Za-z0-9._+:-]{1,60}$/.test(value) ? value : null;
}

/** The header without the fields that describe the body, ending with a line break. */
function withoutMimeFields(header: string): string {
  const fields = header.replace(/\r?\n/g, '\r\n').split(/\r\n(?![ \t])/);
  return fields
    .filter((field) => field !== '' && !/^(content-[a-z-]+|mime-version)\s*:/i.test(field))
    .map((field) => `${field}\r\n`)
    .join('');
}
