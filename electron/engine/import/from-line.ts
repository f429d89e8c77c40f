/** The line that begins a message in an mbox file, and what it says (RFC 4155; older programs write other dates). */
import { UNENDED } from '#engine/export/mbox.ts';

const DAY = /\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),?\s/;
const MONTH = /\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b/;
const TIME = /\b\d{1,2}:\d{2}(?::\d{2})?\b/;
const YEAR = /\b(?:19|20)\d{2}\b/;

export interface FromLine {
  /** Milliseconds since the epoch; `null` when the date cannot be read. */
  received: number | null;
  unended: boolean;
}

/**
 * Reads a line that begins with `From `. Without a day, a month, a time and a year it is a line of somebody's letter
 * and not a separator: `null`. `first`: the line begins the file, where nothing else can stand.
 */
export function readFromLine(line: string, first: boolean): FromLine | null {
  const text = line.trimEnd();
  const unended = text.endsWith(UNENDED);
  const dated = unended ? text.slice(0, -UNENDED.length) : text;
  const day = DAY.exec(dated);
  const date = day ? dated.slice(day.index) : '';
  const valid = MONTH.test(date) && TIME.test(date) && YEAR.test(date);
  if (!valid) return first ? { received: null, unended } : null;
  const zone = /[+-]\d{4}\b|\b(?:GMT|UTC?|[A-Z]{3,4}T)\b/.test(date) ? date : `${date} UTC`;
  const time = Date.parse(zone);
  return { received: Number.isFinite(time) ? time : null, unended };
}
