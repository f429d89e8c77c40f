/** What a text needs to know of its recipient and its carrier before it is sent. */
import { capabilitiesOf } from '#engine/channels/sms/capabilities.ts';
import { standingOf } from '#engine/ingest/opt-outs.ts';
import { storedMediaHost } from '#engine/media-host/hosted-files.ts';
import { getAccount } from '#engine/store/repositories/accounts.ts';
import type { Database } from '#engine/store/transaction.ts';
import type { MediaLimits, Standing } from '#shared/contract/texts.ts';
import { parsePhone } from '#shared/text/phone.ts';
import { phoneKey } from '#shared/text/phone-address.ts';

export interface TextCheck {
  standing: Standing;
  /** `null`: texts of this account carry no files. */
  limits: MediaLimits | null;
  hasHost: boolean;
}

/** A recipient that is no number yet has no standing against it. */
export function checkText(db: Database, { accountId, to }: { accountId: string; to: string }): TextCheck {
  const parsed = parsePhone(to, null);
  const account = getAccount(db, accountId);
  const carrier = account && capabilitiesOf(account.provider);
  return {
    standing: parsed.ok ? standingOf(db, phoneKey(parsed.address)) : { state: 'open' },
    limits: carrier && {
      maxMediaCount: carrier.maxMediaCount,
      maxMediaBytes: carrier.maxMediaBytes,
      mediaTypes: [...carrier.mediaTypes],
    },
    hasHost: storedMediaHost(db) !== null,
  };
}
