import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Protocol } from 'electron';
import { previewOf } from '#shared/files/file-kinds.ts';
import type { Content } from './content-requests.ts';
import { APP_ORIGIN, PDF_SCHEME } from './origin.ts';

/**
 * The viewer's own scripts and WebAssembly, nothing inline, nothing evaluated, nothing from anywhere but the origin of
 * this one file. Styles may be inline: the layer of selectable text is placed by them.
 */
const PDF_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
  `frame-ancestors ${APP_ORIGIN}`,
  'sandbox allow-scripts allow-same-origin',
].join('; ');

const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="color-scheme" content="light dark">
<title>Document</title><link rel="stylesheet" href="/viewer.css"><script type="module" src="/viewer.js"></script>
<div id="pages" tabindex="0"><div class="pdfViewer"></div></div></html>`;

const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.wasm': 'application/wasm',
  '.bcmap': 'application/octet-stream',
  '.pfb': 'application/octet-stream',
  '.ttf': 'font/ttf',
};

/** What the viewer may ask for: its scripts and style, and the data of fonts and pictures beside them. */
const PART = /^\/(?:(?:cmaps|standard_fonts|wasm)\/)?[\w-]+(?:\.[\w-]+)*$/;

/**
 * Serves skein-pdf://ID/: a viewer for the attachment of that ID, its `/file`, and from `directory` the viewer's own
 * parts. Each attachment has an origin of its own, so that a file that takes the viewer over finds nothing but itself.
 */
export function servePdf(
  protocol: Protocol,
  directory: string,
  attachment: (id: string) => Promise<Content>,
): void {
  protocol.handle(PDF_SCHEME, async (request) => {
    const { host, pathname } = new URL(request.url);
    if (request.method !== 'GET') return answer(403);
    if (pathname === '/') return answer(200, 'text/html; charset=utf-8', PAGE);
    if (pathname === '/file') return file(await attachment(host).catch(() => null));
    const type = TYPES[extname(pathname)];
    if (!type || !PART.test(pathname)) return answer(404);
    try {
      return answer(200, type, await readFile(join(directory, pathname)));
    } catch {
      return answer(404);
    }
  });
}

function file(content: Content | null): Response {
  if (!content) return answer(503);
  if (content.status !== 200) return answer(404);
  if (previewOf(content.filename ?? '', content.contentType).kind !== 'pdf') return answer(415);
  return answer(200, 'application/octet-stream', content.body);
}

function answer(status: number, contentType = 'text/plain', body: string | Uint8Array = ''): Response {
  return new Response(body as BodyInit, {
    status,
    headers: {
      'content-type': contentType,
      'content-security-policy': PDF_POLICY,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    },
  });
}
