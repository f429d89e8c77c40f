import { createHash } from 'node:crypto';

/** Fills a password up to 32 bytes (ISO 32000-1, 7.6.3.3). */
const PADDING = Buffer.from('28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A', 'hex');

const md5 = (...parts: Uint8Array[]) => {
  const hash = createHash('md5');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** RC4, which the oldest encryption of PDF needs and newer OpenSSL no longer has. */
function rc4(key: Uint8Array, data: Uint8Array): Buffer {
  const state = Uint8Array.from({ length: 256 }, (_, index) => index);
  const swap = (a: number, b: number) => {
    [state[a], state[b]] = [state[b]!, state[a]!];
  };
  for (let i = 0, j = 0; i < 256; i++) {
    j = (j + state[i]! + key[i % key.length]!) & 255;
    swap(i, j);
  }
  let i = 0;
  let j = 0;
  return Buffer.from(
    data.map((byte) => {
      i = (i + 1) & 255;
      j = (j + state[i]!) & 255;
      swap(i, j);
      return byte ^ state[(state[i]! + state[j]!) & 255]!;
    }),
  );
}

/** A PDF with a line of text on each page, a link on the first, and with `password` locked with that (40-bit RC4). */
export function pdf(lines: string[], { link, password }: { link?: string; password?: string } = {}): Buffer {
  const id = Buffer.alloc(16, 7);
  const padded = Buffer.concat([Buffer.from(password ?? ''), PADDING]).subarray(0, 32);
  const owner = rc4(md5(padded).subarray(0, 5), padded);
  const key = md5(padded, owner, Buffer.from([0xfc, 0xff, 0xff, 0xff]), id).subarray(0, 5);
  const sealed = (number: number, data: Buffer) =>
    password === undefined
      ? data
      : rc4(md5(key, Buffer.from([number & 255, number >> 8, 0, 0, 0])).subarray(0, 10), data);
  const pageNumber = (index: number) => 4 + index * 2;
  const objects: Buffer[] = [
    Buffer.from('<< /Type /Catalog /Pages 2 0 R >>'),
    Buffer.from(
      `<< /Type /Pages /Count ${lines.length} /Kids [${lines.map((_, index) => `${pageNumber(index)} 0 R`).join(' ')}] >>`,
    ),
    Buffer.from('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>'),
  ];
  for (const [index, line] of lines.entries()) {
    const number = pageNumber(index);
    const target = link && index === 0 ? sealed(number, Buffer.from(link)).toString('hex') : null;
    objects.push(
      Buffer.from(
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${number + 1} 0 R /Resources << /Font << /F 3 0 R >> >>${
          target
            ? ` /Annots [<< /Type /Annot /Subtype /Link /Rect [60 690 300 740] /Border [0 0 0] /A << /S /URI /URI <${target}> >> >>]`
            : ''
        } >>`,
      ),
    );
    const content = sealed(number + 1, Buffer.from(`BT /F 28 Tf 72 700 Td (${line}) Tj ET`));
    objects.push(
      Buffer.concat([
        Buffer.from(`<< /Length ${content.length} >>\nstream\n`),
        content,
        Buffer.from('\nendstream'),
      ]),
    );
  }
  if (password !== undefined)
    objects.push(
      Buffer.from(
        `<< /Filter /Standard /V 1 /R 2 /P -4 /O <${owner.toString('hex')}> /U <${rc4(key, PADDING).toString('hex')}> >>`,
      ),
    );
  const chunks = [Buffer.from('%PDF-1.4\n')];
  const offsets: number[] = [];
  let at = chunks[0]!.length;
  for (const [index, object] of objects.entries()) {
    const chunk = Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), object, Buffer.from('\nendobj\n')]);
    offsets.push(at);
    at += chunk.length;
    chunks.push(chunk);
  }
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const hex = id.toString('hex');
  const encrypt = password === undefined ? '' : ` /Encrypt ${objects.length} 0 R`;
  chunks.push(
    Buffer.from(
      `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R /ID [<${hex}> <${hex}>]${encrypt} >>\nstartxref\n${at}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(chunks);
}
