interface Line {
  depth: number;
  text: string;
  flowed: boolean;
}

function readLine(raw: string, delSp: boolean): Line {
  let depth = 0;
  while (raw.charCodeAt(depth) === 0x3e) depth++;
  let text = raw.slice(depth);
  if (text.startsWith(' ')) text = text.slice(1);
  const flowed = text.endsWith(' ') && text !== '-- ';
  if (flowed && delSp) text = text.slice(0, -1);
  return { depth, text, flowed };
}

/**
 * Rewraps format=flowed text (RFC 3676): soft line breaks are joined, space-stuffing is removed, and
 * each quoted paragraph is written once with its quote marks as "> ". The signature separator is
 * never joined (§4.3), nor are lines of different quote depth (§4.5).
 */
export function renderFlowed(text: string, options: { delSp: boolean }): string {
  const out: string[] = [];
  let paragraph: string[] = [];
  let depth = 0;
  let open = false;
  const close = () => {
    if (paragraph.length > 0)
      out.push(`${depth > 0 ? `${'>'.repeat(depth)} ` : ''}${paragraph.join('')}`.trimEnd());
    paragraph = [];
    open = false;
  };
  for (const raw of text.split(/\r?\n/)) {
    const line = readLine(raw, options.delSp);
    const isSeparator = line.text === '-- ';
    if (open && (line.depth !== depth || isSeparator)) close();
    depth = line.depth;
    paragraph.push(line.text);
    open = line.flowed;
    if (isSeparator) {
      out.push(`${depth > 0 ? `${'>'.repeat(depth)} ` : ''}-- `);
      paragraph = [];
    } else if (!open) {
      close();
    }
  }
  close();
  return out.join('\n');
}
