/** Finds texts of ours in a carrier's list when the carrier has no client reference: by content, each once. */
import { foldTypography } from '#shared/text/typography.ts';

export interface Wanted {
  clientRef: string;
  text: string;
  mediaCount: number;
  notBefore: number;
  notAfter: number;
}

export interface Candidate {
  remoteId: string;
  text: string;
  mediaCount: number;
  createdAt: number;
}

export type Match =
  | { clientRef: string; remoteId: string }
  | { clientRef: string; unclear: string }
  | { clientRef: string };

/**
 * Multiset match, oldest text to oldest candidate: two identical texts need two candidates. A candidate whose
 * text the carrier no longer has makes the result unclear, never absent.
 */
export function matchByContent(wanted: readonly Wanted[], candidates: readonly Candidate[]): Match[] {
  const free = [...candidates].sort((a, b) => a.createdAt - b.createdAt);
  const byAge = [...wanted].sort((a, b) => a.notBefore - b.notBefore);
  const found = byAge.map((text): Match => {
    const key = contentKey(text.text);
    const at = free.findIndex((c) => fits(text, c) && contentKey(c.text) === key);
    const match = at < 0 ? undefined : free.splice(at, 1)[0];
    return match ? { clientRef: text.clientRef, remoteId: match.remoteId } : { clientRef: text.clientRef };
  });
  return found.map((match, i) => {
    const text = byAge[i];
    if ('remoteId' in match || !text || contentKey(text.text) === '') return match;
    const erased = free.some((c) => fits(text, c) && c.text === '');
    return erased
      ? {
          clientRef: match.clientRef,
          unclear: 'The carrier has a text to this number from that time, but its words were erased.',
        }
      : match;
  });
}

function fits(text: Wanted, candidate: Candidate): boolean {
  return (
    candidate.mediaCount === text.mediaCount &&
    candidate.createdAt >= text.notBefore &&
    candidate.createdAt <= text.notAfter
  );
}

// Carriers trim, unify line ends, and may replace typographic characters; none of that makes another text.
function contentKey(text: string): string {
  return foldTypography(
    text
      .normalize('NFC')
      .replace(/\r\n?/g, '\n')
      .replace(/\p{Cs}/gu, '\ufffd'),
  ).trim();
}
