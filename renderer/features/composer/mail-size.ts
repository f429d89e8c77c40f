import { pictureCid } from '#shared/text/draft-html.ts';
import type { DraftState } from './draft-state.ts';

/** Files travel as base64 in lines of 76 characters (RFC 2045 section 6.8). */
const BASE64 = 78 / 57;
/** Header, parts and the HTML beside the text. */
const AROUND = 20_000;

/** About how many bytes a mail with these files has on its way. A picture that was taken out of the text stays here. */
export function mailSize({ fields, attachments }: Pick<DraftState, 'fields' | 'attachments'>): number {
  const { html, text, quote } = fields;
  const files = attachments
    .filter(({ id, inline }) => !inline || html === null || html.includes(`cid:${pictureCid(id)}`))
    .reduce((sum, file) => sum + file.size, 0);
  const words = text.length * 2 + (html?.length ?? 0) * 2 + quote.length * 3;
  return Math.round(files * BASE64) + words + AROUND;
}
