import { previewOf } from '#shared/files/file-kinds.ts';
import type { Content } from '../content-requests.ts';
import { APP_ORIGIN } from '../origin.ts';

/** More of a text than this is for a program of its own. */
const MAX_TEXT = 1_000_000;

/** No script, no style but ours, nothing to fetch, an origin that is nobody's. */
const PREVIEW_POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
  `frame-ancestors ${APP_ORIGIN}`,
  'sandbox',
].join('; ');

/**
 * An attachment as the window may show it: a picture under its type, a text as a document of ours in which everything
 * of the sender's is plain characters. Everything else is refused.
 */
export function previewResponse({ status, contentType, filename, body }: Content): Response {
  if (status !== 200) return answer(404, 'text/plain; charset=utf-8', 'Not here.');
  const preview = previewOf(filename ?? '', contentType);
  if (preview.kind === 'image') return answer(200, preview.type, body);
  if (preview.kind === 'text') return answer(200, 'text/html; charset=utf-8', textDocument(body));
  return answer(415, 'text/plain; charset=utf-8', 'This kind of file is not shown here.');
}

function textDocument(bytes: Uint8Array): string {
  const text = decode(bytes.subarray(0, MAX_TEXT))
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
  const more =
    bytes.length > MAX_TEXT ? '<p>The rest is not shown. Open or save the file to see it.</p>' : '';
  return `<!doctype html><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>Text</title>
<style>html{background:Canvas;color:CanvasText}body{margin:1rem;font:13px/1.5 ui-monospace,monospace}
pre{margin:0;font:inherit;white-space:pre-wrap;overflow-wrap:anywhere}</style><pre dir="auto">${text}</pre>${more}`;
}

/** UTF-8 or UTF-16 where the bytes say so; what is neither is from the days of Windows-1252. */
function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    // `stream`: a character may be cut at the end of what is shown.
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

function answer(status: number, contentType: string, body: string | Uint8Array): Response {
  return new Response(body as BodyInit, {
    status,
    headers: {
      'content-type': contentType,
      'content-security-policy': PREVIEW_POLICY,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    },
  });
}
