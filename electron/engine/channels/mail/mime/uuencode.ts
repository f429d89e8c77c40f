/** Files written into a plain text as uuencode (POSIX.1 uuencode, "Historical algorithm"), as before MIME. */

export interface EmbeddedFile {
  name: string;
  content: Uint8Array;
}

/** Files taken out of one text. */
const MOST_FILES = 100;
const BEGIN = /^begin [0-7]{3,4} (\S.*)$/gm;

/** The bytes of one line; `null` when it is none of an encoded file. */
function decodeLine(line: string): Uint8Array | null {
  const length = (line.charCodeAt(0) - 32) & 63;
  const needed = Math.ceil(length / 3) * 4;
  const data = line.slice(1);
  // Mail programs take blanks off the end of a line, where they stand for zeros, and some add a check character.
  if (data.length > needed + 2) return null;
  const bytes = new Uint8Array(length);
  for (let group = 0; group * 3 < length; group++) {
    let word = 0;
    for (let n = 0; n < 4; n++) {
      const at = group * 4 + n;
      const code = at < data.length ? data.charCodeAt(at) : 32;
      if (code < 32 || code > 96) return null;
      word = (word << 6) | ((code - 32) & 63);
    }
    for (let n = 0; n < 3 && group * 3 + n < length; n++) bytes[group * 3 + n] = (word >> (16 - n * 8)) & 255;
  }
  return bytes;
}

/** Reads the lines after "begin" up to "end"; `null` when they are prose or the file is cut off. */
function readFile(text: string, from: number): { content: Uint8Array; next: number } | null {
  const lines: Uint8Array[] = [];
  let size = 0;
  for (let at = from; at < text.length; ) {
    const end = text.indexOf('\n', at);
    const line = text.slice(at, end < 0 ? text.length : end);
    at = end < 0 ? text.length : end + 1;
    if (line === 'end') return size > 0 ? { content: join(lines, size), next: at } : null;
    if (line === '' || line === '`' || line === ' ') continue;
    const bytes = decodeLine(line);
    if (!bytes) return null;
    lines.push(bytes);
    size += bytes.length;
  }
  return null;
}

function join(lines: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const line of lines) {
    whole.set(line, at);
    at += line.length;
  }
  return whole;
}

/** Takes the files out of a text whose lines end in \n. Prose that only begins like a file stays. */
export function extractUuencoded(text: string): { text: string; files: EmbeddedFile[] } {
  const files: EmbeddedFile[] = [];
  let kept = '';
  let from = 0;
  for (const match of text.matchAll(BEGIN)) {
    if (match.index < from || files.length >= MOST_FILES) continue;
    const file = readFile(text, match.index + match[0].length + 1);
    if (!file) continue;
    files.push({ name: match[1]!.trim(), content: file.content });
    kept += text.slice(from, match.index);
    from = file.next;
  }
  return { text: files.length > 0 ? kept + text.slice(from) : text, files };
}
