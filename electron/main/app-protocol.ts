import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import type { Protocol } from 'electron';
import { APP_SCHEME, MESSAGE_SCHEME, PDF_SCHEME } from './origin.ts';

/**
 * Nothing inline that runs, nothing evaluated, nothing remote. Inline *styles* stay allowed because dialogs
 * lock scrolling with a style element; with every remote source closed they cannot carry anything away.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  `img-src 'self' data: blob: ${MESSAGE_SCHEME}:`,
  "font-src 'self'",
  `frame-src ${MESSAGE_SCHEME}: ${PDF_SCHEME}:`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

const CONTENT_TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.map': 'application/json; charset=utf-8',
};

/** A page that main makes itself instead of reading it from the built files; `null` when the path is not its. */
export type MadePage = (pathname: string) => string | null;

/**
 * Serves the built renderer in `directory` as app://skein/…, each answer with the content security policy.
 * Paths that leave the directory, unknown files and methods other than GET get a plain refusal.
 */
export function serveApp(protocol: Protocol, directory: string, madePage: MadePage): void {
  protocol.handle(APP_SCHEME, async (request) => {
    const url = new URL(request.url);
    if (request.method !== 'GET' || url.host !== 'skein') return answer(403, 'text/plain', 'Refused.');
    const made = madePage(url.pathname);
    if (made !== null) return answer(200, 'text/html; charset=utf-8', made);
    const file = insideDirectory(directory, url.pathname);
    const contentType = file && CONTENT_TYPES[extname(file)];
    if (!file || !contentType) return answer(404, 'text/plain', 'Not found.');
    try {
      return answer(200, contentType, await readFile(file));
    } catch {
      return answer(404, 'text/plain', 'Not found.');
    }
  });
}

function insideDirectory(directory: string, pathname: string): string | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  if (decoded.includes('\0')) return null;
  const root = normalize(directory + sep);
  const file = normalize(join(root, decoded));
  return file.startsWith(root) ? file : null;
}

function answer(status: number, contentType: string, body: string | Uint8Array): Response {
  return new Response(body as BodyInit, {
    status,
    headers: {
      'content-type': contentType,
      'content-security-policy': CONTENT_SECURITY_POLICY,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
    },
  });
}
