/** Bytes main asks for on behalf of a window: message documents, inline images, attachments to save. */
import type { EngineToMainInput, MainToEngine } from '#shared/contract/engine-messages.ts';
import { printable } from './export/printable.ts';
import { ReadingError } from './reading/reading.ts';
import type { Session } from './session.ts';

type Request = Extract<MainToEngine, { type: 'content-request' }>;
type Answer = Extract<EngineToMainInput, { type: 'content-response' }>;

export async function answerContent(session: Session, request: Request): Promise<Answer> {
  const base = { type: 'content-response', requestId: request.requestId } as const;
  try {
    const { contentType, filename, content, next = null } = await load(session, request);
    return { ...base, status: 200, contentType, filename, body: new Uint8Array(content), next };
  } catch (error) {
    const status = error instanceof ReadingError ? 404 : 500;
    const nothing = { contentType: 'text/plain', filename: null, body: new Uint8Array(), next: null };
    return { ...base, status, ...nothing };
  }
}

async function load(
  session: Session,
  { kind, path, remote, from }: Request,
): Promise<{ contentType: string; filename: string | null; content: Uint8Array; next?: number | null }> {
  const { reading, store } = await session.engine();
  if (kind === 'attachment')
    return from === null ? reading.attachment(path) : reading.attachmentPiece(path, from);
  if (kind === 'source') {
    const content = await reading.source(path);
    const record = await store.read('export.record', path);
    return { contentType: 'message/rfc822', filename: record?.subject ?? null, content };
  }
  const slash = path.indexOf('/');
  if (kind === 'print') {
    const what = {
      kind: path.startsWith('thread/') ? 'thread' : 'message',
      id: path.slice(slash + 1),
    } as const;
    const { title, html } = await printable({ store, reading }, what);
    return { contentType: 'text/html', filename: title, content: Buffer.from(html) };
  }
  if (slash >= 0) return reading.inlinePart(path.slice(0, slash), path.slice(slash + 1));
  const { html } = await reading.html(path, remote);
  return { contentType: 'text/html', filename: null, content: Buffer.from(html) };
}
