import type { DoctorReport } from '#shared/contract/session.ts';
import type { DoctorCounts } from './doctor-counts.ts';
import type { KeyCustody } from './store/key.ts';
import type { StoreCheck } from './store/store.ts';

/** What a person or a script wants to know when something is wrong; every line was looked at, none assumed. */
export async function doctorReport(
  version: string,
  custody: KeyCustody,
  check: StoreCheck,
  counts: DoctorCounts,
): Promise<DoctorReport> {
  const { keychain } = await custody.state();
  return {
    version,
    electron: process.versions.electron ?? null,
    node: process.versions.node,
    keychain: keychain ?? 'passphrase',
    ...check,
    ...counts,
  };
}
