import { inkForBoth } from './colour-scheme.ts';
import { type CssToken, cssTokens } from './css-tokens.ts';

export interface CssPolicy {
  /** The URL an image may be loaded from, or null when it must not be. */
  image(url: string): string | null;
  /** The name an element id has in the sanitised document. */
  id(id: string): string;
  /** Whether the paper may turn dark: text colours are then given for both, and backgrounds left out. */
  plain: boolean;
}

/** At-rules whose block holds rules of the message; every other at-rule is dropped whole. */
const KEPT_AT_RULES = new Set(['media', 'supports', 'layer', 'container', 'keyframes', '-webkit-keyframes']);
/** Properties that run code or load style in some engine. */
const FORBIDDEN_PROPERTIES = new Set([
  'behavior',
  '-ms-behavior',
  '-moz-binding',
  '-o-link',
  '-o-link-source',
  'src',
]);
/** Lengths that follow the height of the frame, which follows that of the document: it would grow without end. */
const OF_FRAME_HEIGHT = /v(?:h|b|min|max)$/i;
/** Functions that run code, or take URLs as plain strings. */
const FORBIDDEN_FUNCTIONS = new Set(
  'expression image-set -webkit-image-set image cross-fade -webkit-cross-fade src element paint attr'.split(
    ' ',
  ),
);

function quote(value: string): string {
  const escaped = value.replace(/["\\<>\n\r\f]/g, (char) => `\\${char.charCodeAt(0).toString(16)} `);
  return `"${escaped}"`;
}

function characters(value: string): string {
  return value.replace(/[^A-Za-z0-9_\-\u00a0-\uffff]/g, (char) => `\\${char.charCodeAt(0).toString(16)} `);
}

function name(value: string): string {
  const safe = characters(value);
  return /^[0-9]/.test(safe) ? `\\3${safe[0]} ${safe.slice(1)}` : safe;
}

function isDelim(token: CssToken | undefined, value: string): boolean {
  return token?.type === 'delim' && token.value === value;
}

/** Index after the block or statement that starts at `at` (CSS Syntax §5.4.2). */
function endOfStatement(tokens: CssToken[], at: number): number {
  let depth = 0;
  for (let i = at; i < tokens.length; i++) {
    const token = tokens[i];
    if (isDelim(token, '{')) depth++;
    else if (isDelim(token, '}')) {
      depth--;
      if (depth === 0) return i + 1;
      if (depth < 0) return i;
    } else if (isDelim(token, ';') && depth === 0) return i + 1;
  }
  return tokens.length;
}

function reportUrls(tokens: CssToken[], policy: CssPolicy): void {
  for (const token of tokens) if (token.type === 'url' || token.type === 'string') policy.image(token.value);
}

function writeToken(token: CssToken, policy: CssPolicy): string {
  switch (token.type) {
    case 'space':
      return ' ';
    case 'string':
      return quote(token.value);
    case 'url': {
      const url = policy.image(token.value);
      return url === null ? 'none' : `url(${quote(url)})`;
    }
    case 'ident':
      return name(token.value);
    case 'function':
      return `${name(token.value)}(`;
    case 'hash':
      return `#${characters(token.value)}`;
    case 'at':
      return `@${name(token.value)}`;
    case 'number':
      return token.value;
    case 'delim':
      // A "<" never meets the character after it, so no end tag can arise.
      return token.value === '<' ? '< ' : token.value === '\\' ? '' : token.value;
    case 'bad':
      return '';
  }
}

/** For values that hold neither images nor ids. */
const UNUSED: CssPolicy = { image: () => null, id: (id) => id, plain: true };

/** One declaration, or an empty string when it must not be kept. */
function writeDeclaration(tokens: CssToken[], policy: CssPolicy): string {
  const meaningful = tokens.filter((token) => token.type !== 'space');
  const [first, colon] = meaningful;
  if (first === undefined) return '';
  const isHack = first.type === 'delim';
  if (isHack || first.type !== 'ident' || !isDelim(colon, ':')) return '';
  const property = first.value.toLowerCase();
  const isForbidden =
    FORBIDDEN_PROPERTIES.has(property) ||
    meaningful.some(
      (token) =>
        token.type === 'bad' ||
        (token.type === 'number' && OF_FRAME_HEIGHT.test(token.value)) ||
        (token.type === 'function' && FORBIDDEN_FUNCTIONS.has(token.value.toLowerCase())) ||
        (token.type === 'ident' && /^(?:progid|javascript|vbscript)$/i.test(token.value)),
    );
  if (isForbidden) {
    reportUrls(meaningful.slice(2), policy);
    return '';
  }
  const leavesPlace = (token: CssToken) =>
    token.type === 'ident' && /^(?:fixed|sticky|-webkit-sticky)$/i.test(token.value);
  if (property === 'position' && meaningful.slice(2).some(leavesPlace)) return 'position:static';
  if (policy.plain && /^background(?:-color|-image)?$/.test(property)) return '';
  const after = tokens.slice(tokens.indexOf(colon as CssToken) + 1);
  const ink = policy.plain && property === 'color' ? inkOf(after) : null;
  if (ink !== null) return `color:${ink}`;
  return `${name(property)}:${after
    .map((token) => writeToken(token, policy))
    .join('')
    .trim()}`;
}

/** A text colour for light and dark paper; `null` where it can stay as it is. */
function inkOf(tokens: CssToken[]): string | null {
  const written = tokens
    .map((token) => (token.type === 'hash' ? `#${token.value}` : writeToken(token, UNUSED)))
    .join('');
  const [colour = '', important] = written.split(/!\s*(?=important\s*$)/i);
  const ink = inkForBoth(colour);
  return ink && `${ink}${important ? ' !important' : ''}`;
}

function splitDeclarations(tokens: CssToken[]): CssToken[][] {
  const declarations: CssToken[][] = [[]];
  let parens = 0;
  for (const token of tokens) {
    if (token.type === 'function' || isDelim(token, '(')) parens++;
    else if (isDelim(token, ')')) parens = Math.max(0, parens - 1);
    if (isDelim(token, ';') && parens === 0) declarations.push([]);
    else declarations.at(-1)?.push(token);
  }
  return declarations;
}

function writeDeclarations(tokens: CssToken[], policy: CssPolicy): string {
  return splitDeclarations(tokens.filter((token) => !isDelim(token, '{') && !isDelim(token, '}')))
    .map((declaration) => writeDeclaration(declaration, policy))
    .filter((text) => text !== '')
    .join(';');
}

function writePrelude(tokens: CssToken[], policy: CssPolicy): string {
  return tokens
    .map((token) => (token.type === 'hash' ? `#${name(policy.id(token.value))}` : writeToken(token, policy)))
    .join('')
    .trim();
}

/** Rules of a style sheet or of an at-rule's block. */
function writeRules(tokens: CssToken[], policy: CssPolicy, depth: number): string {
  const out: string[] = [];
  let at = 0;
  while (at < tokens.length) {
    const token = tokens[at] as CssToken;
    if (token.type === 'space' || isDelim(token, '}') || isDelim(token, ';')) {
      at++;
      continue;
    }
    const end = endOfStatement(tokens, at);
    const statement = tokens.slice(at, end);
    at = Math.max(end, at + 1);
    const open = statement.findIndex((inner) => isDelim(inner, '{'));
    if (token.type === 'at' && (!KEPT_AT_RULES.has(token.value.toLowerCase()) || depth > 8)) {
      reportUrls(statement, policy);
      continue;
    }
    if (open < 0) continue;
    const body = statement.slice(open + 1, isDelim(statement.at(-1), '}') ? -1 : undefined);
    const prelude = writePrelude(statement.slice(0, open), policy);
    const inner = token.type === 'at' ? writeRules(body, policy, depth + 1) : writeDeclarations(body, policy);
    out.push(`${prelude}{${inner}}`);
  }
  return out.join('\n');
}

/** Makes a style sheet safe: no imports, fonts, code or forbidden loads; images by the policy; ids renamed. */
export function scrubStyleSheet(css: string, policy: CssPolicy): string {
  return writeRules([...cssTokens(css)], policy, 0);
}

/** Makes the content of a style attribute safe by the same rules. */
export function scrubDeclarations(css: string, policy: CssPolicy): string {
  return writeDeclarations([...cssTokens(css)], policy);
}
