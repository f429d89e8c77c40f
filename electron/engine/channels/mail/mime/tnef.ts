/**
 * winmail.dat: the format in which Outlook wraps a message and its files (MS-OXTNEF). Files, the plain text and the HTML
 * are read; what is only in RTF is not.
 */
import { decodeBytes } from './charset.ts';

export interface TnefFile {
  name: string;
  contentType: string | null;
  contentId: string | null;
  content: Uint8Array;
}

export interface TnefMessage {
  text: string | null;
  html: string | null;
  files: TnefFile[];
}

const LIMITS = { files: 500, properties: 5000, attributes: 20_000, depth: 4 };
const SIGNATURE = 0x223e9f78;

const ATTRIBUTE = {
  body: 0x0002_800c,
  oemCodepage: 0x0006_9007,
  messageProperties: 0x0006_9003,
  fileRendering: 0x0006_9002,
  fileTitle: 0x0001_8010,
  fileData: 0x0006_800f,
  fileProperties: 0x0006_9005,
} as const;

const PROPERTY = {
  body: 0x1000,
  html: 0x1013,
  fileData: 0x3701,
  fileName: 0x3704,
  fileLongName: 0x3707,
  fileMimeTag: 0x370e,
  fileContentId: 0x3712,
} as const;

/** Bytes of the property types that have a size of their own (MS-OXCDATA section 2.11.1), padded to four. */
const FIXED: Readonly<Record<number, number>> = {
  ...{ 2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 10: 4, 11: 4, 20: 8, 64: 8, 72: 16 },
};
const VARIABLE = new Set([0x0d, 0x1e, 0x1f, 0x102]);
const OBJECT = 0x0d;
const UNICODE = 0x1f;

class Cursor {
  readonly bytes: Uint8Array;
  at = 0;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return this.bytes.length - this.at;
  }

  /** Throws RangeError beyond the end, like the others. */
  u8(): number {
    return this.#view.getUint8(this.at++);
  }

  u16(): number {
    this.at += 2;
    return this.#view.getUint16(this.at - 2, true);
  }

  u32(): number {
    this.at += 4;
    return this.#view.getUint32(this.at - 4, true);
  }

  take(length: number): Uint8Array {
    if (length > this.left) throw new RangeError('The data ends before the value does.');
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  padded(length: number): Uint8Array {
    const value = this.take(length);
    this.at = Math.min(this.bytes.length, this.at + ((4 - (length % 4)) % 4));
    return value;
  }
}

interface Property {
  type: number;
  value: Uint8Array;
}

/** MAPI properties by their ids; the first value of each. What comes before a broken one counts. */
function readProperties(bytes: Uint8Array): Map<number, Property> {
  const found = new Map<number, Property>();
  const cursor = new Cursor(bytes);
  try {
    const count = Math.min(cursor.u32(), LIMITS.properties);
    for (let n = 0; n < count; n++) {
      const tag = cursor.u16();
      const id = cursor.u16();
      if (id >= 0x8000) skipName(cursor);
      const type = tag & 0x0fff;
      const values = VARIABLE.has(type) || (tag & 0x1000) !== 0 ? cursor.u32() : 1;
      for (let v = 0; v < values; v++) {
        const size = VARIABLE.has(type) ? cursor.u32() : FIXED[type];
        if (size === undefined) return found;
        const value = cursor.padded(size);
        if (v === 0 && !found.has(id)) found.set(id, { type, value });
      }
    }
  } catch {
    // What was read before the end stands.
  }
  return found;
}

function skipName(cursor: Cursor): void {
  cursor.take(16);
  if (cursor.u32() === 0) cursor.take(4);
  else cursor.padded(cursor.u32());
}

const untilNul = (bytes: Uint8Array) => {
  const end = bytes.indexOf(0);
  return end < 0 ? bytes : bytes.subarray(0, end);
};

function stringOf(property: Property | undefined, charset: string): string | null {
  if (!property) return null;
  const text =
    property.type === UNICODE
      ? Buffer.from(property.value).toString('utf16le').split('\0', 1)[0]!
      : decodeBytes(untilNul(property.value), charset).text;
  return text === '' ? null : text;
}

interface Pending {
  title: string | null;
  data: Uint8Array | null;
  properties: Map<number, Property>;
}

/** Reads a TNEF stream; `null` when it is none. Of a broken one what stands before the break. Never throws. */
export function readTnef(source: Uint8Array, depth = 0): TnefMessage | null {
  const cursor = new Cursor(source);
  if (source.length < 6 || cursor.u32() !== SIGNATURE) return null;
  cursor.u16();
  const message: TnefMessage = { text: null, html: null, files: [] };
  const pending: Pending[] = [];
  let charset = 'windows-1252';
  try {
    for (let n = 0; n < LIMITS.attributes && cursor.left >= 9; n++) {
      cursor.u8();
      const id = cursor.u32();
      const data = cursor.take(cursor.u32());
      cursor.at += 2;
      const file = pending.at(-1);
      if (id === ATTRIBUTE.oemCodepage) charset = codepage(data) ?? charset;
      else if (id === ATTRIBUTE.body) message.text = decodeBytes(untilNul(data), charset).text;
      else if (id === ATTRIBUTE.messageProperties) readBody(message, readProperties(data), charset);
      else if (id === ATTRIBUTE.fileRendering) {
        if (pending.length >= LIMITS.files) break;
        pending.push({ title: null, data: null, properties: new Map() });
      } else if (!file) continue;
      else if (id === ATTRIBUTE.fileTitle) file.title = decodeBytes(untilNul(data), charset).text;
      else if (id === ATTRIBUTE.fileData) file.data = data;
      else if (id === ATTRIBUTE.fileProperties) file.properties = readProperties(data);
    }
  } catch {
    // What was read before the end stands.
  }
  for (const file of pending) message.files.push(...filesOf(file, charset, depth));
  message.files.length = Math.min(message.files.length, LIMITS.files);
  return message;
}

function codepage(data: Uint8Array): string | null {
  if (data.length < 4) return null;
  const number = new Cursor(data).u32();
  return number === 65_001
    ? 'utf-8'
    : number === 20_127
      ? 'us-ascii'
      : number === 932
        ? 'shift_jis'
        : `windows-${number}`;
}

function readBody(message: TnefMessage, properties: Map<number, Property>, charset: string): void {
  message.text = stringOf(properties.get(PROPERTY.body), charset) ?? message.text;
  message.html = stringOf(properties.get(PROPERTY.html), charset) ?? message.html;
}

function filesOf({ title, data, properties }: Pending, charset: string, depth: number): TnefFile[] {
  const string = (id: number) => stringOf(properties.get(id), charset);
  const object = properties.get(PROPERTY.fileData);
  if (object?.type === OBJECT && object.value.length > 16 && depth < LIMITS.depth) {
    // A message within the message, behind the id of its interface: its files are shown with the others.
    const inner = readTnef(object.value.subarray(16), depth + 1);
    if (inner) return inner.files;
  }
  const content = data ?? object?.value ?? null;
  if (!content) return [];
  const name = string(PROPERTY.fileLongName) ?? string(PROPERTY.fileName) ?? title ?? '';
  return [
    { name, contentType: string(PROPERTY.fileMimeTag), contentId: string(PROPERTY.fileContentId), content },
  ];
}
