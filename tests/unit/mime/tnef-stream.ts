/** Writes what Outlook wraps messages in (MS-OXTNEF), for tests. */
const IDS = {
  body: 0x0002_800c,
  oemCodepage: 0x0006_9007,
  fileRendering: 0x0006_9002,
  fileTitle: 0x0001_8010,
  fileData: 0x0006_800f,
  fileProperties: 0x0006_9005,
} as const;

const u32 = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const u16 = (value: number) => u32(value).subarray(0, 2);

export function attribute(name: keyof typeof IDS, data: Buffer): Buffer {
  const level = name.startsWith('file') ? 2 : 1;
  const checksum = data.reduce((sum, byte) => (sum + byte) & 0xffff, 0);
  return Buffer.concat([Buffer.from([level]), u32(IDS[name]), u32(data.length), data, u16(checksum)]);
}

/** Properties by their ids: strings in UTF-16, bytes as objects. */
export function mapi(properties: Record<number, string | Buffer>): Buffer {
  const written = Object.entries(properties).flatMap(([id, value]) => {
    const data = typeof value === 'string' ? Buffer.from(`${value}\0`, 'utf16le') : value;
    const type = typeof value === 'string' ? 0x1f : 0x0d;
    const padding = Buffer.alloc((4 - (data.length % 4)) % 4);
    return [u16(type), u16(Number(id)), u32(1), u32(data.length), data, padding];
  });
  return Buffer.concat([u32(Object.keys(properties).length), ...written]);
}

export function tnef(...attributes: Buffer[]): Buffer {
  return Buffer.concat([u32(0x223e_9f78), u16(1), ...attributes]);
}
