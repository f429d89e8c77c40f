/** What bytes are, by their first bytes. Senders and carriers claim anything; only these types are ever shown. */

const MAGIC: readonly { mime: string; offset: number; bytes: string }[] = [
  { mime: 'image/jpeg', offset: 0, bytes: '\xff\xd8\xff' },
  { mime: 'image/png', offset: 0, bytes: '\x89PNG\r\n\x1a\n' },
  { mime: 'image/gif', offset: 0, bytes: 'GIF87a' },
  { mime: 'image/gif', offset: 0, bytes: 'GIF89a' },
  { mime: 'image/webp', offset: 8, bytes: 'WEBP' },
  { mime: 'image/heic', offset: 4, bytes: 'ftypheic' },
  { mime: 'image/heic', offset: 4, bytes: 'ftypmif1' },
  { mime: 'video/3gpp', offset: 4, bytes: 'ftyp3g' },
  { mime: 'video/quicktime', offset: 4, bytes: 'ftypqt' },
  { mime: 'video/mp4', offset: 4, bytes: 'ftyp' },
  { mime: 'audio/amr', offset: 0, bytes: '#!AMR' },
  { mime: 'audio/ogg', offset: 0, bytes: 'OggS' },
  { mime: 'audio/mpeg', offset: 0, bytes: 'ID3' },
  { mime: 'audio/mpeg', offset: 0, bytes: '\xff\xfb' },
  { mime: 'audio/wav', offset: 8, bytes: 'WAVE' },
  { mime: 'application/pdf', offset: 0, bytes: '%PDF-' },
  { mime: 'application/zip', offset: 0, bytes: 'PK\x03\x04' },
];

/** Type of an attachment; markup (SVG, HTML, SMIL) and the unknown are `application/octet-stream`. */
export function sniffMime(bytes: Uint8Array): string {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 512));
  const latin = head.toString('latin1');
  for (const { mime, offset, bytes: magic } of MAGIC) if (latin.startsWith(magic, offset)) return mime;
  if (/^BEGIN:VCARD\r?\n/i.test(latin)) return 'text/vcard';
  if (/^BEGIN:VCALENDAR\r?\n/i.test(latin)) return 'text/calendar';
  return isPlainText(bytes) ? 'text/plain' : 'application/octet-stream';
}

function isPlainText(bytes: Uint8Array): boolean {
  let text: string;
  try {
    // The beginning of a file may end within a character.
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return false;
  }
  if (/^\s*</.test(text)) return false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c < 32 && c !== 9 && c !== 10 && c !== 13) return false;
  }
  return true;
}
