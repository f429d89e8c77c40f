import { useQuery } from '@tanstack/react-query';
import { formatSize } from '../../app/format.ts';
import { smtpOfferQuery } from '../../app/queries.ts';
import { strings } from '../../app/strings/index.ts';
import type { DraftState } from './draft-state.ts';
import { mailSize } from './mail-size.ts';

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
