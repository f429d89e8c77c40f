/** Did these texts reach Twilio? It has no client reference, so its list is compared with what was written. */
import { parseCarrierAddress, phoneKey } from '#shared/text/phone-address.ts';
import type { OutboxProbe, Reconciled } from '../carrier.ts';
import { type Candidate, matchByContent } from '../content-match.ts';
import type { DeliveryStatus } from '../delivery-status.ts';
import type { TwilioClient } from './client.ts';
import type { TwilioConfig, TwilioLimits } from './config.ts';
import { deliveryStatus, isInbound, readMessage } from './events.ts';
import { messagePage } from './schemas.ts';

interface Found extends Candidate {
  status: DeliveryStatus;
}

/** One verdict for each probe. Throws CarrierError when the list cannot be read. */
export async function reconcileTexts(
  client: TwilioClient,
  config: TwilioConfig,
  limits: TwilioLimits,
  probes: readonly OutboxProbe[],
  taken: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<Reconciled[]> {
  const byRecipient = new Map<string, OutboxProbe[]>();
  for (const probe of probes) {
    const key = phoneKey(probe.to);
    byRecipient.set(key, [...(byRecipient.get(key) ?? []), probe]);
  }
  const verdicts: Reconciled[] = [];
  for (const group of byRecipient.values()) {
    const list = await listSent(client, config, limits, group, taken, signal);
    for (const match of matchByContent(group, list.found)) verdicts.push(verdict(match, list));
  }
  return verdicts;
}

interface SentList {
  found: Found[];
  complete: boolean;
  asOf: number;
}

function verdict(match: ReturnType<typeof matchByContent>[number], list: SentList): Reconciled {
  const { clientRef } = match;
  if ('remoteId' in match) {
    const status = list.found.find((f) => f.remoteId === match.remoteId)?.status ?? 'unknown';
    return { clientRef, verdict: 'sent', remoteId: match.remoteId, status };
  }
  if ('unclear' in match) return { clientRef, verdict: 'undecidable', reason: match.unclear };
  if (!list.complete) {
    return {
      clientRef,
      verdict: 'undecidable',
      reason: 'Too many texts went to this number since to read them all.',
    };
  }
  return { clientRef, verdict: 'absent', asOf: list.asOf };
}

/**
 * Texts to one recipient since the oldest probe. No date filter: a queued text has no `DateSent` and one would
 * hide it. A page wholly older than the window ends the reading.
 */
async function listSent(
  client: TwilioClient,
  config: TwilioConfig,
  limits: TwilioLimits,
  group: readonly OutboxProbe[],
  taken: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<SentList> {
  const to = group[0]?.to;
  const since = Math.min(...group.map((p) => p.notBefore));
  const found: Found[] = [];
  // The list is only as fresh as the first page: later ones follow links made then.
  let asOf = Number.POSITIVE_INFINITY;
  let uri: string | null = null;
  for (let pages = 0; pages < limits.pagesPerReconcile; pages++) {
    const query = { From: config.number, To: to?.value ?? '', PageSize: String(limits.pageSize) };
    const page: { messages: unknown[]; next_page_uri: string | null } =
      uri === null
        ? await client.get('/Messages.json', query, messagePage, signal)
        : await client.getPage(uri, messagePage, signal);
    asOf = Math.min(asOf, client.now() + (client.skewMs ?? 0));
    const rows = page.messages.map(readMessage).filter((m) => m !== null);
    for (const row of rows) {
      const recipient = parseCarrierAddress(row.to ?? '');
      if (isInbound(row) || taken.has(row.sid) || !recipient || !to || phoneKey(recipient) !== phoneKey(to))
        continue;
      found.push({
        remoteId: row.sid,
        text: row.body ?? '',
        mediaCount: row.num_media,
        createdAt: row.date_created,
        status: deliveryStatus(row.status),
      });
    }
    uri = page.next_page_uri;
    const older = rows.length > 0 && rows.every((row) => row.date_created < since);
    if (uri === null || older) return { found, complete: true, asOf };
  }
  return { found, complete: false, asOf };
}
