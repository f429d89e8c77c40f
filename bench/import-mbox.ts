/** An mbox file as large as somebody's life in mail: letters, and files with some of them. */
import { randomBytes } from 'node:crypto';
import { open } from 'node:fs/promises';
import { mboxEntry } from '#engine/export/mbox.ts';
import { generateMessages } from '#rig/generate.ts';

const EXTRA_PARAGRAPHS = 20;
/** Every so many messages carry a file of so many bytes: scans, pictures, and now and then a film. */
const FILES = [
  { every: 6, bytes: 120_000 },
  { every: 40, bytes: 1_500_000 },
  { every: 2_500, bytes: 18_000_000 },
  { every: 9_000, bytes: 40_000_000 },
];
/** More than are ever needed: letters alone are 11 kB on average. */
const MANY = 1_000_000;

const noise = randomBytes(48 * 1024);

function withFile(subject: string, id: string, bytes: number): Buffer {
  const lines = noise.toString('base64').replace(/.{76}/g, '$&\r\n');
  const head =
    `From: Ana Ribeiro <ana@example.org>\r\nTo: alice@example.test\r\nSubject: ${subject}\r\n` +
    `Date: Fri, 20 Nov 2026 09:00:00 +0000\r\nMessage-ID: <${id}@file.example.org>\r\nMIME-Version: 1.0\r\n` +
    'Content-Type: multipart/mixed; boundary=part\r\n\r\n--part\r\nContent-Type: text/plain\r\n\r\nHere it is.\r\n' +
    '--part\r\nContent-Type: application/octet-stream; name="scan.bin"\r\n' +
    'Content-Disposition: attachment; filename="scan.bin"\r\nContent-Transfer-Encoding: base64\r\n\r\n';
  const body = lines.repeat(Math.ceil((bytes * 1.37) / lines.length));
  return Buffer.from(`${head}${body}\r\n--part--\r\n`);
}

export interface WrittenMbox {
  messages: number;
  bytes: number;
  /** Bytes of the largest message. */
  largest: number;
}

/** Writes messages until the file has `bytes`. */
export async function writeMbox(path: string, bytes: number): Promise<WrittenMbox> {
  const file = await open(path, 'wx', 0o600);
  const written = { messages: 0, bytes: 0, largest: 0 };
  const put = async (source: Buffer, date: number) => {
    const entry = mboxEntry(source, 'ana@example.org', date);
    await file.writeFile(entry);
    written.messages++;
    written.bytes += entry.length;
    written.largest = Math.max(written.largest, source.length);
  };
  try {
    let number = 0;
    for (const { source, date, subject } of generateMessages({
      count: MANY,
      extraParagraphs: EXTRA_PARAGRAPHS,
    })) {
      await put(source, date);
      number++;
      for (const { every, bytes: size } of FILES)
        if (number % every === 0) await put(withFile(subject, `${number}.${size}`, size), date);
      if (written.bytes >= bytes) break;
    }
  } finally {
    await file.close();
  }
  return written;
}
