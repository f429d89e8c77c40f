/** The ways off a mailing list that a header names (RFC 2369 section 3.2, RFC 8058). */
import { parseMailto } from '#shared/text/mailto.ts';
import { decodeWords } from './encoded-words.ts';
import type { HeaderBlock } from './header.ts';
import { withoutBidiControls, withoutControls } from './plain-characters.ts';
import type { ClaimedResult } from './sender-claims.ts';

type Fields = HeaderBlock['fields'];

export interface UnsubscribeMail {
  to: string;
  subject: string;
  text: string;
}

export interface WaysOff {
  /** May be asked by a POST (RFC 8058): an https: URI, and whose signature of it is known to be valid. */
  oneClick: { uri: string; signedBy: string | null } | null;
  mail: UnsubscribeMail | null;
  /** For a browser: an https: or http: URI. */
  page: string | null;
}

const MAX_URIS = 20;
const MAX_URI_LENGTH = 4096;
const MAX_SUBJECT = 300;
const MAX_TEXT = 2000;

/**
 * The first URI of each kind; the others are left out. A POST is only offered where both fields are there exactly once
 * and covered by a DKIM signature (RFC 8058 sections 3.1 and 4) that the receiving server found valid. Where its
 * results are not known (`null`), the signature's claim has to do.
 */
export function waysOff(fields: Fields, results: readonly ClaimedResult[] | null): WaysOff {
  const values = valuesOf(fields, 'list-unsubscribe');
  const uris = bracketed(values[0] ?? '');
  const pages = uris.map(webPage).filter((url) => url !== null);
  const secure = pages.find((url) => url.protocol === 'https:');
  const post = valuesOf(fields, 'list-unsubscribe-post');
  const promised = post.length === 1 && /^List-Unsubscribe=One-Click$/i.test(post[0]!.trim());
  const signatures = promised && values.length === 1 ? signaturesNamingThem(fields) : [];
  const valid = signatures.find((signature) => results !== null && wasValid(signature, results));
  const mayPost = valid !== undefined || (results === null && signatures.length > 0);
  return {
    oneClick: mayPost && secure ? { uri: secure.href, signedBy: valid?.domain ?? null } : null,
    mail: uris.map(mailOf).find((mail) => mail !== null) ?? null,
    page: (secure ?? pages[0])?.href ?? null,
  };
}

/** What the list calls itself: the phrase before its identifier (RFC 2919); `null` when there is none. */
export function listName(fields: Fields): string | null {
  const [value] = valuesOf(fields, 'list-id');
  const phrase = value?.includes('<') ? value.slice(0, value.lastIndexOf('<')) : '';
  const name = decodeWords(phrase.trim().replace(/^"(.*)"$/s, '$1'));
  return withoutBidiControls(withoutControls(name)).trim().slice(0, 200) || null;
}

function valuesOf(fields: Fields, name: string): string[] {
  return fields.filter(([field]) => field.toLowerCase() === name).map(([, value]) => value);
}

/** URIs in angle brackets, without the blanks that folding left in them; comments are passed over (RFC 5322). */
function bracketed(value: string): string[] {
  const text = value.includes('<') ? value : decodeWords(value);
  const uris: string[] = [];
  let depth = 0;
  for (let at = 0; at < text.length && uris.length < MAX_URIS; at++) {
    const char = text[at];
    if (char === '\\' && depth > 0) at++;
    else if (char === '(') depth++;
    else if (char === ')') depth = Math.max(0, depth - 1);
    else if (char === '<' && depth === 0) {
      const end = text.indexOf('>', at);
      if (end < 0) break;
      if (end - at <= MAX_URI_LENGTH) uris.push(text.slice(at + 1, end).replace(/[\s\p{Cc}]+/gu, ''));
      at = end;
    }
  }
  return uris;
}

/** Without a user name: that would be an authorization, and hides which host is meant. */
function webPage(uri: string): URL | null {
  if (!/^https?:\/\//i.test(uri)) return null;
  try {
    const url = new URL(uri);
    return url.username === '' && url.password === '' ? url : null;
  } catch {
    return null;
  }
}

/** To one address alone: a stranger's header must not make anybody write to many. */
function mailOf(uri: string): UnsubscribeMail | null {
  const mail = parseMailto(uri);
  const to = mail?.to[0]?.address;
  if (!mail || !to) return null;
  const subject = mail.subject.slice(0, MAX_SUBJECT);
  const text = mail.text.slice(0, MAX_TEXT);
  return { to, subject: subject || (text.trim() === '' ? 'unsubscribe' : ''), text };
}

interface Signature {
  domain: string;
  selector: string;
}

/** The DKIM signatures that say that they cover both fields (RFC 6376 section 3.5, tag h=). */
function signaturesNamingThem(fields: Fields): Signature[] {
  return valuesOf(fields, 'dkim-signature').flatMap((value) => {
    const tags = new Map(
      value.split(';').map((part) => {
        const [name = '', ...rest] = part.split('=');
        return [name.trim(), rest.join('=').replace(/\s+/g, '').toLowerCase()] as const;
      }),
    );
    const names = (tags.get('h') ?? '').split(':');
    const both = names.includes('list-unsubscribe') && names.includes('list-unsubscribe-post');
    return both ? [{ domain: tags.get('d') ?? '', selector: tags.get('s') ?? '' }] : [];
  });
}

/** Whether the receiving server found this signature valid. */
function wasValid(signature: Signature, results: readonly ClaimedResult[]): boolean {
  return results.some(
    ({ method, result, domain, selector }) =>
      method === 'dkim' &&
      result === 'pass' &&
      domain === signature.domain &&
      (selector === null || selector.toLowerCase() === signature.selector),
  );
}
