/** How a text is cut into short messages: 3GPP TS 23.038 (alphabets) and TS 23.040 (concatenation). */

export type SmsEncoding = 'GSM-7' | 'UCS-2';

export interface SegmentCount {
  encoding: SmsEncoding;
  /** Short messages the carrier will bill; 0 for an empty text. */
  segments: number;
  /** Septets (GSM-7) or UTF-16 code units (UCS-2) of the text itself, without headers and fillers. */
  units: number;
  /** Units that still fit in the last segment. */
  unitsLeft: number;
  /** Capacity of each segment: 160/153 septets, 70/67 code units. */
  unitsPerSegment: number;
}

// TS 23.038 §6.2.1, in table order; position 0x1B is the escape to the extension table.
const GSM_BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
  '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
// TS 23.038 §6.2.1.1: each costs the escape and one more septet.
const GSM_EXTENSION = '\f^{}\\[~]|€';

const GSM_SEPTETS: ReadonlyMap<string, number> = new Map([
  ...[...GSM_BASIC].map((c) => [c, 1] as const),
  ...[...GSM_EXTENSION].map((c) => [c, 2] as const),
]);

// TS 23.040 §9.2.3.24.1: a concatenation header takes 6 octets (7 septets, 3 UCS-2 units) of the 140.
const CAPACITY = {
  'GSM-7': { single: 160, concatenated: 153 },
  'UCS-2': { single: 70, concatenated: 67 },
} as const;

/** Whether every character is in the GSM 7 bit default alphabet or its extension table. */
export function isGsm(text: string): boolean {
  for (const c of text) if (!GSM_SEPTETS.has(c)) return false;
  return true;
}

/**
 * Cuts a text as a phone network will: an escape pair or a surrogate pair never straddles two parts.
 * The parts joined are the text.
 */
export function splitSegments(text: string): { encoding: SmsEncoding; parts: string[] } {
  const encoding: SmsEncoding = isGsm(text) ? 'GSM-7' : 'UCS-2';
  if (text === '') return { encoding, parts: [] };
  const { single, concatenated } = CAPACITY[encoding];
  if (unitsOf(text, encoding) <= single) return { encoding, parts: [text] };
  const parts: string[] = [];
  let part = '';
  let used = 0;
  for (const c of text) {
    const cost = unitsOf(c, encoding);
    if (used + cost > concatenated) {
      parts.push(part);
      part = '';
      used = 0;
    }
    part += c;
    used += cost;
  }
  parts.push(part);
  return { encoding, parts };
}

/** Counts segments and what is left in the last one (3GPP TS 23.038/23.040). Never throws. */
export function countSegments(text: string): SegmentCount {
  const { encoding, parts } = splitSegments(text);
  const { single, concatenated } = CAPACITY[encoding];
  const unitsPerSegment = parts.length > 1 ? concatenated : single;
  return {
    encoding,
    segments: parts.length,
    units: unitsOf(text, encoding),
    unitsLeft: unitsPerSegment - unitsOf(parts.at(-1) ?? '', encoding),
    unitsPerSegment,
  };
}

function unitsOf(text: string, encoding: SmsEncoding): number {
  if (encoding === 'UCS-2') return text.length;
  let septets = 0;
  for (const c of text) septets += GSM_SEPTETS.get(c) ?? 1;
  return septets;
}
