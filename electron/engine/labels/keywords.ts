/** Names of labels and keywords of mail servers (RFC 9051 section 2.3.2). */

/** Bytes Dovecot takes, the least of the servers that say. */
const LONGEST = 50;
/** What an atom cannot hold (RFC 9051 section 9), and what Thunderbird replaces besides. */
const NOT_IN_ATOM = /[(){}\]%*"\\<>/ ]/g;

/**
 * The five tags every Thunderbird has, with their keywords
 * (https://searchfox.org/comm-central/source/mailnews/base/src/nsMsgTagService.cpp) and the nearest colour here.
 */
const WELL_KNOWN = [
  { keyword: '$label1', name: 'Important', colour: 0 },
  { keyword: '$label2', name: 'Work', colour: 4 },
  { keyword: '$label3', name: 'Personal', colour: 3 },
  { keyword: '$label4', name: 'To Do', colour: 1 },
  { keyword: '$label5', name: 'Later', colour: 2 },
] as const;

/** States that programs keep as keywords without the `$` of the registered ones: nobody's labels. */
const STATES: ReadonlySet<string> = new Set([
  'junk',
  'nonjunk',
  'notjunk',
  'junkrecorded',
  'forwarded',
  'redirected',
  'mdnsent',
  'receipt-handled',
]);

/** Names are one when they differ in case or the width of characters alone. */
export function nameKey(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}

/** Whether a keyword stands for a label; those with a `$` are states of programs (RFC 5788), but for Thunderbird's. */
export function isLabelKeyword(flag: string): boolean {
  const keyword = flag.toLowerCase();
  if (flag.length > 2 * LONGEST || keyword === '') return false;
  if (keyword.startsWith('$')) return WELL_KNOWN.some((one) => one.keyword === keyword);
  return !keyword.startsWith('\\') && !STATES.has(keyword);
}

/**
 * The keyword for a label of this name: Thunderbird's own for its five, else the name in modified UTF-7 (RFC 3501
 * section 5.1.3) with `_` for what no keyword can hold, as Thunderbird makes it. `isTaken`: another label has it.
 */
export function keywordFor(name: string, isTaken: (keyword: string) => boolean): string {
  const known = WELL_KNOWN.find((one) => nameKey(one.name) === nameKey(name));
  if (known && !isTaken(known.keyword)) return known.keyword;
  let letters = Array.from(name.normalize('NFC'));
  // Room for what tells it from others.
  while (encode(letters.join('')).length > LONGEST - 4) letters = letters.slice(0, -1);
  const base = encode(letters.join(''));
  for (let n = 1; ; n++) {
    const keyword = n === 1 ? base : `${base}_${n}`;
    if (isLabelKeyword(keyword) && !isTaken(keyword)) return keyword;
  }
}

/** What a label is called that another program gave: read back from its keyword. */
export function describeKeyword(keyword: string): { name: string; colour: number | null } {
  const known = WELL_KNOWN.find((one) => one.keyword === keyword.toLowerCase());
  if (known) return { name: known.name, colour: known.colour };
  const text = keyword
    .replace(/&([A-Za-z0-9+,]*)-/g, (whole, encoded: string) =>
      encoded === '' ? '&' : (decode(encoded) ?? whole),
    )
    .replaceAll('_', ' ')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: another program wrote it
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return { name: text || keyword, colour: null };
}

function encode(name: string): string {
  return name
    .replace(/[^\u0020-\u007e]+|&/g, (part) => (part === '&' ? '&-' : `&${utf16(part)}-`))
    .replace(NOT_IN_ATOM, '_')
    .replace(/^\$/, '_');
}

const utf16 = (text: string) =>
  Buffer.from(text, 'utf16le').swap16().toString('base64').replaceAll('/', ',').replace(/=+$/, '');

function decode(encoded: string): string | null {
  const bytes = Buffer.from(encoded.replaceAll(',', '/'), 'base64');
  if (bytes.length < 2 || bytes.length % 2 !== 0) return null;
  const text = bytes.swap16().toString('utf16le');
  // A lone surrogate is no text.
  return /\p{Cs}/u.test(text) ? null : text;
}
