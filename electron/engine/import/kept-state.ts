/** Read, starred and labels, as mail programs note them in files: in header fields, in file names, in property lists. */
import { decodeWords } from '#engine/channels/mail/mime/encoded-words.ts';
import { withoutControls } from '#engine/channels/mail/mime/plain-characters.ts';
import { isLabelKeyword } from '#engine/labels/keywords.ts';

export interface KeptState {
  seen: boolean;
  flagged: boolean;
  answered: boolean;
  /** Removed already by the program whose file it is, which only has not shrunk the file yet. */
  deleted: boolean;
  /** Names of the mailboxes it lay in, when the message itself says so; else it is the file's. */
  labels: string[] | null;
  /** Of labels: the tags of Thunderbird. */
  keywords: string[];
}

/** Bytes of a source in which its header is looked for. */
const HEADER = 64 * 1024;
const MOZILLA = { read: 0x1, replied: 0x2, marked: 0x4, expunged: 0x8 };
const APPLE = { read: 1 << 0, deleted: 1 << 1, answered: 1 << 2, flagged: 1 << 4 };
/** Fields that the program whose file it is may have written, at the top of the header. */
const TOP_FIELDS = 6;
const MAX_LABELS = 50;
const MAX_LABEL = 200;
const TRASH = ['Trash'];

/** Nothing says otherwise: old mail that all shows as unread would hide what is. */
export const READ: KeptState = {
  seen: true,
  flagged: false,
  answered: false,
  deleted: false,
  labels: null,
  keywords: [],
};

/**
 * What the header says: X-Mozilla-Status with X-Mozilla-Keys (Thunderbird), else Status and X-Status (mutt, Dovecot, Eudora's heirs);
 * X-Gmail-Labels of Google Takeout names labels, and its own words for what others have flags for. Status and X-Status,
 * which can stand anywhere, only tell how a mail is shown.
 */
export function stateInHeader(source: Buffer): KeptState {
  const header = headerOf(source);
  // Programs write on top of what a sender wrote, who must not make mailboxes or have a mail passed over.
  const top = header.split(/\r?\n(?![ \t])/, TOP_FIELDS).join('\n');
  const labels = labelsIn(field(top, 'X-Gmail-Labels'));
  if (labels) return gmailState(labels);
  const mozilla = Number.parseInt(field(top, 'X-Mozilla-Status') ?? '', 16);
  if (Number.isInteger(mozilla))
    return {
      seen: (mozilla & MOZILLA.read) !== 0,
      flagged: (mozilla & MOZILLA.marked) !== 0,
      answered: (mozilla & MOZILLA.replied) !== 0,
      deleted: (mozilla & MOZILLA.expunged) !== 0,
      labels: null,
      keywords: keywordsIn(field(top, 'X-Mozilla-Keys')),
    };
  const status = field(header, 'Status');
  const more = field(header, 'X-Status') ?? '';
  if (status === null && more === '') return READ;
  return {
    seen: (status ?? 'R').includes('R'),
    flagged: more.includes('F'),
    answered: more.includes('A'),
    deleted: false,
    labels: more.includes('D') ? TRASH : null,
    keywords: [],
  };
}

/** The flags in a Maildir file's name; in `new` nothing has been read. */
export function stateInName(name: string, isNew: boolean): KeptState {
  const flags = /[:;!]2,([A-Za-z]*)$/.exec(name)?.[1] ?? '';
  return {
    seen: !isNew && flags.includes('S'),
    flagged: flags.includes('F'),
    answered: flags.includes('R'),
    deleted: false,
    labels: flags.includes('T') ? TRASH : null,
    keywords: [],
  };
}

/** The `flags` number in the property list behind a message of Apple Mail; read when there is none. */
export function stateInPropertyList(list: string): KeptState {
  const flags = Number(/<key>flags<\/key>\s*<integer>(\d{1,15})<\/integer>/.exec(list)?.[1]);
  if (!Number.isInteger(flags)) return READ;
  // More than 32 bits: the lower ones are what we know.
  const low = flags % 2 ** 31;
  return {
    seen: (low & APPLE.read) !== 0,
    flagged: (low & APPLE.flagged) !== 0,
    answered: (low & APPLE.answered) !== 0,
    deleted: false,
    labels: (low & APPLE.deleted) !== 0 ? TRASH : null,
    keywords: [],
  };
}

/** As a mailbox keeps them (RFC 9051 section 2.3.2). */
export function flagsOf({ seen, flagged, answered, keywords }: KeptState): string[] {
  return [
    ...(seen ? ['\\Seen'] : []),
    ...(flagged ? ['\\Flagged'] : []),
    ...(answered ? ['\\Answered'] : []),
    ...keywords,
  ];
}

function headerOf(source: Buffer): string {
  const text = source.subarray(0, HEADER).toString('latin1');
  const end = /\r?\n\r?\n/.exec(text);
  return end ? text.slice(0, end.index) : text;
}

function field(header: string, name: string): string | null {
  const found = new RegExp(`^${name}:[ \\t]*(.*(?:\\r?\\n[ \\t].*)*)`, 'im').exec(header);
  return found ? found[1]!.replace(/\r?\n[ \t]+/g, ' ').trim() : null;
}

function keywordsIn(value: string | null): string[] {
  return (value ?? '').split(/\s+/).filter(isLabelKeyword).slice(0, MAX_LABELS);
}

function labelsIn(value: string | null): string[] | null {
  if (value === null) return null;
  const labels = decodeWords(value).match(/"(?:[^"\\]|\\.)*"|[^,]+/g) ?? [];
  return labels
    .slice(0, MAX_LABELS)
    .map((label) => label.trim().replace(/^"|"$/g, '').replace(/\\(.)/g, '$1'))
    .map((label) => withoutControls(label).trim().slice(0, MAX_LABEL))
    .filter((label) => label !== '');
}

/** Gmail's own words, which are states and places and no labels. */
const STATES = new Set(['unread', 'opened', 'starred', 'important', 'archived', 'chat']);

function gmailState(labels: string[]): KeptState {
  const words = new Set(labels.map((label) => label.toLowerCase()));
  const names = labels.filter((label) => !STATES.has(label.toLowerCase()) && !/^category /i.test(label));
  return {
    seen: !words.has('unread'),
    flagged: words.has('starred'),
    answered: false,
    deleted: false,
    labels: names.length > 0 ? names : ['Archive'],
    keywords: [],
  };
}
