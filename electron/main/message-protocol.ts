import type { Protocol } from 'electron';
import { previewResponse } from './attachments/preview.ts';
import type { Content } from './content-requests.ts';
import { APP_ORIGIN, MESSAGE_SCHEME } from './origin.ts';

/** Asks the engine for what a reading frame loads; `path` has no leading slash. */
export type FrameSource = (path: string, remote: boolean) => Promise<Content>;

/** The only types a message document may pull in; anything else is not shown, whatever the sender called it. */
const SAFE_TYPES = new Set([
  'text/html',
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
  'image/bmp',
]);

/**
 * The policy of a message document: no script, no form, no frame, images only from the message itself and,
 * with the reader's consent, over https.
 */
function messagePolicy(remote: boolean): string {
  return [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    `img-src data: ${MESSAGE_SCHEME}:${remote ? ' https:' : ''}`,
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${APP_ORIGIN}`,
    'sandbox allow-popups allow-popups-to-escape-sandbox',
  ].join('; ');
}

/** Asks the engine for the bytes of an attachment. */
export type AttachmentSource = (id: string) => Promise<Content>;

/**
 * Serves message documents and their inline images as skein-message://message/PATH, with what `source` returns, and
 * previews of attachments as skein-message://attachment/ID, and what is being printed as skein-message://print/NAME.
 */
export function serveMessages(
  protocol: Protocol,
  source: FrameSource,
  attachment: AttachmentSource,
  printed: (name: string) => Uint8Array | null,
): void {
  protocol.handle(MESSAGE_SCHEME, async (request) => {
    const url = new URL(request.url);
    if (request.method !== 'GET') return refuse(403);
    if (url.host === 'attachment') {
      try {
        return previewResponse(await attachment(decodeURIComponent(url.pathname.slice(1))));
      } catch {
        return refuse(503);
      }
    }
    if (url.host === 'print') {
      const document = printed(url.pathname.slice(1));
      return document ? messageDocument(document, 200, 'text/html', false) : refuse(404);
    }
    if (url.host !== 'message') return refuse(403);
    const remote = url.searchParams.get('remote') === '1';
    let content: Content;
    try {
      content = await source(decodeURIComponent(url.pathname.slice(1)), remote);
    } catch {
      return refuse(503);
    }
    const type = content.contentType.split(';', 1)[0]!.trim().toLowerCase();
    if (!SAFE_TYPES.has(type)) return refuse(415);
    return messageDocument(content.body, content.status, type, remote);
  });
}

function messageDocument(body: Uint8Array, status: number, type: string, remote: boolean): Response {
  return new Response(body as BodyInit, {
    status,
    headers: {
      'content-type': type === 'text/html' ? 'text/html; charset=utf-8' : type,
      'content-security-policy': messagePolicy(remote),
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    },
  });
}

function refuse(status: number): Response {
  return new Response('This part of the message cannot be shown.', {
    status,
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'content-security-policy': messagePolicy(false),
      'x-content-type-options': 'nosniff',
    },
  });
}
