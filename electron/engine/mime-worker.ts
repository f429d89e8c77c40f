/** Entry of the MIME worker thread: parses and renders for MimePool, one request at a time. */
import { parentPort } from 'node:worker_threads';
import { condense } from './channels/mail/mime/condense.ts';
import { MimeError } from './channels/mail/mime/errors.ts';
import { parseMessage } from './channels/mail/mime/parse.ts';
import type { MimeRequest, MimeResponse } from './channels/mail/mime/worker-protocol.ts';

const port = parentPort;
if (!port) throw new Error('mime-worker is started by MimePool as a worker thread, not by itself.');

async function answer(request: MimeRequest): Promise<MimeResponse> {
  if (request.kind === 'render') {
    // Loaded late: jsdom is heavy, and a worker that only parses never needs it.
    const { renderHtml } = await import('./channels/mail/mime/html/render.ts');
    return { id: request.id, kind: 'rendered', rendered: renderHtml(request.html, request.context) };
  }
  if (request.kind === 'quote') {
    const { quotableHtml } = await import('./channels/mail/mime/html/quotable.ts');
    return { id: request.id, kind: 'quoted', quoted: quotableHtml(request.html, request.parts) };
  }
  const internalDate = request.internalDate === null ? undefined : new Date(request.internalDate);
  const parsed = await parseMessage(request.source, { internalDate });
  if (request.kind === 'parse') return { id: request.id, kind: 'parsed', parsed };
  return {
    id: request.id,
    kind: 'condensed',
    condensed: await condense(request.source, parsed, request.whole),
  };
}

/** The buffers of the attachments; several attachments may share one. */
function transferList(response: MimeResponse): ArrayBuffer[] {
  if (response.kind !== 'parsed') return [];
  const buffers = response.parsed.attachments.map((attachment) => attachment.content.buffer);
  return [...new Set(buffers)].filter((buffer): buffer is ArrayBuffer => buffer instanceof ArrayBuffer);
}

port.on('message', async (request: MimeRequest) => {
  let response: MimeResponse;
  try {
    response = await answer(request);
  } catch (error) {
    response = {
      id: request.id,
      kind: 'failed',
      code: error instanceof MimeError ? error.code : null,
      message: error instanceof Error ? error.message : 'The worker failed without an error.',
    };
  }
  port.postMessage(response, transferList(response));
});

port.postMessage({ kind: 'ready' } satisfies MimeResponse);
