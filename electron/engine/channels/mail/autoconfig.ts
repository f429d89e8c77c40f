import type { MailSettings, ServerSettings } from './settings.ts';

/** A configuration file is a page of text; anything larger is not one. */
const MAX_SIZE = 100_000;

/**
 * Reads the file format of Thunderbird's autoconfiguration (config-v1.1.xml). Only servers that encrypt are taken,
 * the first of each kind. Resolves to `null` when it names no such pair.
 */
export function readAutoconfig(xml: string, address: string): MailSettings | null {
  if (xml.length > MAX_SIZE) return null;
  const imap = servers(xml, 'incomingServer', 'imap')[0];
  const smtp = servers(xml, 'outgoingServer', 'smtp')[0];
  if (!imap || !smtp) return null;
  const settings = {
    username: fill(imap.username || '%EMAILADDRESS%', address),
    imap: server(imap, address),
    smtp: server(smtp, address),
    ca: null,
  };
  return settings.imap && settings.smtp ? { ...settings, imap: settings.imap, smtp: settings.smtp } : null;
}

interface RawServer {
  hostname: string;
  port: string;
  socketType: string;
  username: string;
}

function servers(xml: string, element: string, type: string): RawServer[] {
  const found: RawServer[] = [];
  for (const piece of withoutComments(xml)
    .split(new RegExp(`<${element}\\b`))
    .slice(1, 20)) {
    const close = piece.indexOf(`</${element}>`);
    const body = close < 0 ? '' : piece.slice(0, close);
    const kind = /^[^>]*\btype\s*=\s*["']([a-z0-9]+)["']/i.exec(body)?.[1];
    const raw = {
      hostname: value(body, 'hostname'),
      port: value(body, 'port'),
      socketType: value(body, 'socketType').toUpperCase(),
      username: value(body, 'username'),
    };
    if (kind?.toLowerCase() === type && (raw.socketType === 'SSL' || raw.socketType === 'STARTTLS')) {
      found.push(raw);
    }
  }
  return found;
}

/** In time linear to the length; a comment that never ends hides the rest. */
function withoutComments(xml: string): string {
  let kept = '';
  let at = 0;
  for (;;) {
    const start = xml.indexOf('<!--', at);
    if (start < 0) return kept + xml.slice(at);
    kept += xml.slice(at, start);
    const end = xml.indexOf('-->', start);
    if (end < 0) return kept;
    at = end + 3;
  }
}

function value(body: string, element: string): string {
  const start = body.indexOf(`<${element}>`);
  const end = body.indexOf(`</${element}>`, start);
  if (start < 0 || end < 0) return '';
  return body
    .slice(start + element.length + 2, end)
    .trim()
    .slice(0, 320);
}

function server(raw: RawServer, address: string): ServerSettings | null {
  const host = fill(raw.hostname, address).toLowerCase();
  const port = Number(raw.port);
  if (!isHostName(host) || !Number.isInteger(port) || port < 1 || port > 65535) return null;
  return { host, port, tls: raw.socketType === 'SSL' ? 'implicit' : 'starttls' };
}

/** Puts the address into the placeholders of the format. */
export function fill(text: string, address: string): string {
  const at = address.lastIndexOf('@');
  return text
    .replaceAll('%EMAILADDRESS%', address)
    .replaceAll('%EMAILLOCALPART%', address.slice(0, at))
    .replaceAll('%EMAILDOMAIN%', address.slice(at + 1));
}

/** Letters, digits, hyphens and dots (RFC 1123 section 2.1), at most 253 characters. */
export function isHostName(host: string): boolean {
  return host.length <= 253 && /^(?!-)[a-z0-9-]{1,63}(?:\.(?!-)[a-z0-9-]{1,63})+\.?$/i.test(host);
}
