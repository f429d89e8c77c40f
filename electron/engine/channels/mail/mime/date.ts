const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Zones of RFC 5322 §4.3 and the few others seen in mail, in minutes east of UTC. */
const ZONES: Record<string, number> = {
  ut: 0,
  utc: 0,
  gmt: 0,
  z: 0,
  wet: 0,
  est: -300,
  edt: -240,
  cst: -360,
  cdt: -300,
  mst: -420,
  mdt: -360,
  pst: -480,
  pdt: -420,
  cet: 60,
  cest: 120,
  met: 60,
  mest: 120,
  bst: 60,
  eet: 120,
  eest: 180,
  msk: 180,
  jst: 540,
  kst: 540,
};

const DATE_TIME =
  /^(?:[a-z]+\.?,?\s+|,\s*)?(\d{1,2})[\s-]+([a-z]{3})[a-z]*\.?,?[\s-]+(\d{2,4}),?(?:\s+(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:\.\d+)?)?\s*(am|pm)?\s*(.*))?$/i;
const ASCTIME =
  /^[a-z]{3},?\s+([a-z]{3})[a-z]*\s+(\d{1,2}),?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s+([a-z]{2,5}\s+|[+-]\d{4}\s+)?(\d{4})\s*(.*)$/i;
const ISO = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i;

function withoutComments(value: string): string {
  let depth = 0;
  let out = '';
  for (const char of value) {
    if (char === '(') depth++;
    else if (char === ')' && depth > 0) depth--;
    else if (depth === 0) out += char;
  }
  return out;
}

function zoneMinutes(zone: string): number {
  const text = zone.trim().toLowerCase();
  const numeric = /(?:^|[a-z ])([+-])(\d{1,2}):?(\d{2})(?!\d)/.exec(text);
  if (numeric) {
    const minutes = Number(numeric[2]) * 60 + Number(numeric[3]);
    return Number(numeric[2]) > 24 ? 0 : numeric[1] === '-' ? -minutes : minutes;
  }
  return ZONES[/^[a-z]+/.exec(text)?.[0] ?? ''] ?? 0;
}

function fullYear(text: string): number {
  const year = Number(text);
  if (text.length >= 4) return year;
  return text.length === 3 ? 1900 + year : year < 50 ? 2000 + year : 1900 + year;
}

function assemble(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
  zone: string,
): Date | null {
  if (month < 0 || day < 1 || day > 31 || hour > 24 || minute > 59 || second > 60) return null;
  const time = Date.UTC(year, month, day, hour, minute, second) - zoneMinutes(zone) * 60_000;
  const date = new Date(time);
  const inRange = !Number.isNaN(time) && date.getUTCFullYear() >= 1900 && date.getUTCFullYear() <= 9999;
  return inRange ? date : null;
}

/**
 * Reads a Date header (RFC 5322 §3.3 with the obsolete forms of §4.3, asctime and ISO 8601).
 * A missing or unknown zone counts as UTC (§4.3: "-0000"). Returns null when it is not a date.
 */
export function parseDate(value: string): Date | null {
  const text = withoutComments(value.slice(0, 512)).replace(/\s+/g, ' ').trim();
  const iso = ISO.exec(text);
  if (iso) {
    const [, y, mo, d, h, mi, s, zone] = iso;
    return assemble(Number(y), Number(mo) - 1, Number(d), Number(h), Number(mi), Number(s ?? 0), zone ?? '');
  }
  const standard = DATE_TIME.exec(text);
  if (standard) {
    const [, day, month, year, hour, minute, second, half, zone] = standard;
    let hours = Number(hour ?? 0);
    if (half) hours = (hours % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
    const monthIndex = MONTHS.indexOf((month ?? '').toLowerCase());
    return assemble(
      fullYear(year ?? ''),
      monthIndex,
      Number(day),
      hours,
      Number(minute ?? 0),
      Number(second ?? 0),
      zone ?? '',
    );
  }
  const asctime = ASCTIME.exec(text);
  if (asctime) {
    const [, month, day, hour, minute, second, zoneBefore, year, zoneAfter] = asctime;
    const monthIndex = MONTHS.indexOf((month ?? '').toLowerCase());
    const zone = zoneBefore ?? zoneAfter ?? '';
    return assemble(
      Number(year),
      monthIndex,
      Number(day),
      Number(hour),
      Number(minute),
      Number(second ?? 0),
      zone,
    );
  }
  return null;
}
