/** From results to one word about a sender. */
import type { ClaimedResult, SenderClaims, ServerClaims } from '#engine/channels/mail/mime/sender-claims.ts';
import type { CheckReason, SenderCheck } from '#shared/contract/trust.ts';

export interface Circumstances {
  /** It came through a mailing list (RFC 2919), which may change what was signed. */
  list: boolean;
}

type Reasons = SenderCheck['reasons'];

/**
 * What the results of the receiving server say about the author's domain. DMARC decides where it was evaluated
 * (RFC 7489): its fail is held against a message only when the domain's owner asks for that, and not when the message
 * went through a list or was forwarded by somebody the server believes. Without it an aligned DKIM or SPF pass
 * verifies, and an aligned SPF fail ("no other server sends for us") without any signature makes suspicious.
 */
export function verdictOf(
  claims: SenderClaims,
  believed: readonly ServerClaims[],
  { list }: Circumstances,
): SenderCheck {
  const { domain } = claims;
  const checkedBy = believed[0]?.server ?? null;
  const answer = (outcome: SenderCheck['outcome'], reasons: Reasons): SenderCheck => ({
    outcome,
    domain,
    checkedBy,
    reasons,
  });
  const because = (code: CheckReason, about = domain) => [{ code, domain: about }];
  if (domain === '') return answer('unknown', because('no-author'));
  if (checkedBy === null) {
    const stranger = claims.servers[0]?.server;
    return answer('unknown', stranger ? because('foreign-server', stranger) : because('no-results'));
  }
  const results = believed.flatMap((server) => server.results);
  const dmarc = results.find(({ method, aligned }) => method === 'dmarc' && aligned);
  const dkim = results.filter(({ method }) => method === 'dkim');
  const signed = dkim.find(passes);
  const spf = results.find(({ method, aligned }) => method === 'spf' && aligned);
  const evidence: Reasons = [
    ...(signed ? because('dkim-pass', signed.domain) : []),
    ...(spf?.result === 'pass' ? because('spf-pass', spf.domain) : []),
  ];
  if (dmarc?.result === 'pass') return answer('verified', [...because('dmarc-pass'), ...evidence]);

  const against: Reasons = [
    ...(dkim.some(({ aligned, result }) => aligned && result === 'fail') && !signed
      ? because('dkim-fail')
      : []),
    ...(spf?.result === 'fail' ? because('spf-fail') : []),
    ...signaturesOfOthers(dkim),
  ];
  const detour: Reasons = [
    ...(list ? because('list') : []),
    ...(results.some(({ method, result }) => method === 'arc' && result === 'pass')
      ? because('forwarded')
      : []),
  ];
  if (dmarc?.result === 'fail') {
    if (dmarc.policy === 'none')
      return answer('unknown', [...because('dmarc-fail-lenient'), ...against, ...detour]);
    const reasons = [...because('dmarc-fail'), ...against];
    return detour.length > 0 ? answer('unknown', [...reasons, ...detour]) : answer('suspicious', reasons);
  }
  if (evidence.length > 0) return answer('verified', evidence);
  if (spf?.result === 'fail' && detour.length === 0) return answer('suspicious', against);
  return answer(
    'unknown',
    against.length + detour.length > 0 ? [...against, ...detour] : because('unproven'),
  );
}

const passes = ({ aligned, result }: ClaimedResult) => aligned && result === 'pass';

/** Valid signatures of other domains prove nothing about this one; at most two are named. */
function signaturesOfOthers(dkim: readonly ClaimedResult[]): Reasons {
  const others = dkim.filter(({ aligned, result, domain }) => !aligned && result === 'pass' && domain !== '');
  return [...new Set(others.map(({ domain }) => domain))]
    .slice(0, 2)
    .map((domain) => ({ code: 'dkim-other' as const, domain }));
}
