/** Recognises STOP, START and HELP in texts, and wordings that probably mean them (47 CFR 64.1200(a)(10)). */

export type KeywordMeaning =
  | 'opt-out'
  | 'opt-in'
  | 'help'
  /** Probably a revocation: pause the recipient and ask the user. */
  | 'review';

export interface Recognized {
  meaning: KeywordMeaning;
  /** The keyword or phrase as recognised, upper case. */
  keyword: string;
}

// 47 CFR 64.1200(a)(10) names stop, quit, end, revoke, opt out, cancel, unsubscribe; carriers add the others.
const OPT_OUT = [
  'STOP',
  'STOPALL',
  'STOP ALL',
  'UNSUBSCRIBE',
  'CANCEL',
  'END',
  'QUIT',
  'REVOKE',
  'OPT OUT',
  'OPTOUT',
];
const OPT_IN = ['START', 'YES', 'UNSTOP'];
const HELP = ['HELP', 'INFO'];

interface LocalKeywords {
  optOut: string[];
  optIn: string[];
  help: string[];
}

const LOCAL: Readonly<Record<string, LocalKeywords>> = {
  fr: { optOut: ['ARRET', 'ARRETER', 'DESABONNER'], optIn: ['DEBUT', 'OUI'], help: ['AIDE'] },
  es: { optOut: ['PARAR', 'PARE', 'ALTO', 'BAJA', 'CANCELAR'], optIn: ['COMENZAR', 'SI'], help: ['AYUDA'] },
  pt: { optOut: ['PARAR', 'PARE', 'SAIR', 'CANCELAR'], optIn: ['SIM'], help: ['AJUDA'] },
  de: { optOut: ['STOPP', 'ABMELDEN'], optIn: ['JA'], help: ['HILFE'] },
  it: { optOut: ['FERMA', 'BASTA'], optIn: ['SI'], help: ['AIUTO'] },
  nl: { optOut: ['AFMELDEN'], optIn: ['JA'], help: ['HULP'] },
};

// A whole message that says it in so many words.
const EXPLICIT =
  /^(?:PLEASE )?(?:UNSUBSCRIBE|OPT OUT|OPT ME OUT)(?: ME)?(?: (?:FROM|OF) (?:THIS|THESE|THE|YOUR|ALL|EVERYTHING|ANY)(?: [A-Z]+){0,3})?(?: PLEASE| NOW| THANKS| THANK YOU)?$/;

const PROBABLE: readonly RegExp[] = [
  /^(?:PLEASE )?(?:JUST )?STOP(?: IT| NOW| THIS)?(?: PLEASE| THANKS| THANK YOU| NOW)?$/,
  /\bSTOP (?:TEXTING|MESSAGING|CONTACTING|CALLING|SENDING|BOTHERING|HARASSING|SPAMMING)\b/,
  /\b(?:DO NOT|DONT|NEVER) (?:EVER )?(?:TEXT|MESSAGE|CONTACT|SEND)\b/,
  /\b(?:REMOVE|DELETE|TAKE) (?:ME|MY NUMBER|THIS NUMBER)\b/,
  /\b(?:UNSUBSCRIBE|OPT ME OUT|OPT OUT)\b/,
  /\bLEAVE ME ALONE\b/,
  /\bWRONG (?:NUMBER|PERSON)\b/,
  /\bLOSE MY NUMBER\b/,
  /\bNO MORE (?:TEXTS|MESSAGES)\b/,
];

const MAX_LENGTH = 1600;

/**
 * What a received text asks for, or null. Keywords count only as the whole message (after case, width,
 * punctuation and emoji are ignored), so "Stop by at 5?" is not one. `locales` are language tags whose local
 * keywords also count; English always does. An opt-in keyword only has a meaning after an opt-out.
 */
export function recognizeKeyword(text: string, locales: readonly string[] = []): Recognized | null {
  if (text.length > MAX_LENGTH) return null;
  const said = normalize(text);
  if (said === '') return null;
  const local = locales.map((tag) => LOCAL[tag.slice(0, 2).toLowerCase()]).filter((k) => k !== undefined);
  const is = (own: readonly string[], of: (k: LocalKeywords) => string[]) =>
    own.includes(said) || local.some((k) => of(k).includes(said));
  if (is(OPT_OUT, (k) => k.optOut)) return { meaning: 'opt-out', keyword: said };
  if (is(OPT_IN, (k) => k.optIn)) return { meaning: 'opt-in', keyword: said };
  if (is(HELP, (k) => k.help)) return { meaning: 'help', keyword: said };
  if (EXPLICIT.test(said)) return { meaning: 'opt-out', keyword: said };
  for (const pattern of PROBABLE) {
    const found = pattern.exec(said);
    if (found) return { meaning: 'review', keyword: found[0] };
  }
  return null;
}

function normalize(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\p{Mn}\p{Cf}'’‘`]/gu, '')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
