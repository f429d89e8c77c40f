import { useQuery } from '@tanstack/react-query';
import { formatSize } from '../../app/format.ts';
import { smtpOfferQuery } from '../../app/queries.ts';
import { strings } from '../../app/strings/index.ts';
import type { DraftState } from './draft-state.ts';

/** Files travel as base64 in lines of 76 characters (RFC 2045 section 6.8). */
const BASE64 = 78 / 57;
/** Header, parts and the HTML beside the text. */
const AROUND = 20_000;

/** About how many bytes a mail with these files has on its way. */
function mailSize({ fields, attachments }: Pick<DraftState, 'fields' | 'attachments'>): number {
  const files = attachments.reduce((sum, file) => sum + file.size, 0);
  const words = fields.text.length * 2 + (fields.html?.length ?? 0) * 2 + fields.quote.length * 3;
  return Math.round(files * BASE64) + words + AROUND;
}

/** Why the mail is too large for the server it leaves by, in words; null when it is not, or that is not known. */
export function useMailSize(state: DraftState): string | null {
  const { fields, attachments } = state;
  const asked = fields.channel === 'mail' && fields.accountId !== null && attachments.length > 0;
  const { data: offer } = useQuery({ ...smtpOfferQuery(fields.accountId ?? ''), enabled: asked });
  const limit = offer?.sizeLimit;
  const size = mailSize(state);
  if (!asked || !limit || size <= limit) return null;
  return strings.composer.tooLargeForServer(formatSize(size), formatSize(limit));
}
