/**
 * Contact cards as people attach them (vCard 2.1, RFC 2426, RFC 6350): the fields that reach somebody, nothing else.
 * Read by hand, because programs still send 2.1, whose bare parameters and quoted-printable no kept library reads.
 */
import type { ContactCard } from '#shared/contract/attached.ts';
import { decodeBytes } from './charset.ts';
import { decodeQuotedPrintable } from './transfer-encoding.ts';

const LIMITS = { bytes: 512 * 1024, cards: 50, fields: 40, value: 500 };

const KINDS: Record<string, ContactCard['fields'][number]['kind']> = {
  EMAIL: 'email',
  TEL: 'phone',
  ORG: 'organisation',
  TITLE: 'title',
  ADR: 'address',
  URL: 'web',
  NOTE: 'note',
};

interface Line {
  name: string;
  params: string[];
  value: string;
}

/** Lines without their folds; in 2.1 a quoted-printable value goes on where a line ends with "=". */
function linesOf(text: string): string[] {
  const lines: string[][] = [];
  let goesOn = false;
  for (const line of text
    .replace(/\r\n?/g, '\n')
    .replace(/\n[ \t]/g, '')
    .split('\n')) {
    const before: boolean = goesOn;
    goesOn = line.endsWith('=') && (before || /^[^:]*QUOTED-PRINTABLE[^:]*:/i.test(line));
    const part = goesOn ? line.slice(0, -1) : line;
    if (before) lines.at(-1)!.push(part);
    else lines.push([part]);
  }
  return lines.map((parts) => parts.join(''));
}

function readLine(line: string): Line | null {
  const colon = /^(?:[^:"]|"[^"]*")*/.exec(line)![0].length;
  if (colon === line.length) return null;
  const [name = '', ...params] = line.slice(0, colon).split(';');
  // "item1.EMAIL": what stands before the dot groups lines.
  return { name: name.slice(name.lastIndexOf('.') + 1).toUpperCase(), params, value: line.slice(colon + 1) };
}

function decodedValue({ params, value }: Line): string {
  if (!params.some((param) => /QUOTED-PRINTABLE$/i.test(param))) return value;
  const charset = params.find((param) => /^CHARSET=/i.test(param))?.slice(8) ?? null;
  return decodeBytes(decodeQuotedPrintable(Buffer.from(value, 'latin1')), charset).text;
}

/** The parts of a structured value (";"), without escapes. */
function partsOf(value: string): string[] {
  return value
    .split(/(?<!\\);/)
    .map((part) =>
      part
        .replace(/\\n/gi, ', ')
        .replace(/\\(.)/g, '$1')
        .replace(/[\p{Cc}\s]+/gu, ' ')
        .trim(),
    )
    .filter((part) => part !== '');
}

const plain = (value: string) => partsOf(value).join(', ').slice(0, LIMITS.value);

/** "Jr.;Ana;…" as people say it: given names before the family name. */
function nameFromParts(value: string): string {
  const [family = '', given = '', additional = ''] = value.split(/(?<!\\);/);
  return partsOf([given, additional, family].join(';')).join(' ').slice(0, LIMITS.value);
}

/** The cards of a file; empty when there is none. Never throws. */
export function readContactCards(content: Uint8Array): ContactCard[] {
  const { text } = decodeBytes(content.subarray(0, LIMITS.bytes), null);
  const cards: ContactCard[] = [];
  let card: (ContactCard & { structured: string }) | null = null;
  for (const written of linesOf(text)) {
    const line = readLine(written);
    if (!line) continue;
    const value = decodedValue(line);
    if (line.name === 'BEGIN' && /^vcard$/i.test(value.trim()))
      card = { name: '', structured: '', fields: [] };
    else if (line.name === 'END' && card) {
      const { structured, fields } = card;
      const name = card.name || structured || (fields[0]?.value ?? '');
      if (name !== '') cards.push({ name, fields });
      if (cards.length >= LIMITS.cards) break;
      card = null;
    } else if (card) addField(card, line.name, value);
  }
  return cards;
}

function addField(card: ContactCard & { structured: string }, name: string, value: string): void {
  const kind = KINDS[name];
  if (name === 'FN') card.name ||= plain(value);
  else if (name === 'N') card.structured ||= nameFromParts(value);
  else if (kind && card.fields.length < LIMITS.fields) {
    const shown = plain(value).replace(/^(tel|mailto):/i, '');
    if (shown !== '') card.fields.push({ kind, value: shown });
  }
}
