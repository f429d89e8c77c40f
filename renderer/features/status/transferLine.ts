import type { Transfers } from '#shared/contract/transfers.ts';
import { strings } from '../../app/strings/index.ts';
import type { SyncLine } from './syncLine.ts';

const { import: importing, export: exporting } = strings.transfers;

/** How far the import or export is that runs; `null` when none does. */
export function transferLine({ import: incoming, export: outgoing }: Transfers): SyncLine | null {
  const line = (text: string, rest: string, done: number, total: number): SyncLine => ({
    tone: 'busy',
    text,
    rest,
    progress: total > 0 ? { done, total } : null,
    repair: null,
  });
  if (incoming?.state === 'looking') return line(importing.looking, '', 0, 0);
  if (incoming?.state === 'running') {
    const { done, total } = incoming;
    const share = importing.percent(total > 0 ? done / total : 0);
    return line(`${importing.running}, ${share}`, importing.counts(incoming), done, total);
  }
  if (outgoing?.state !== 'running') return null;
  const { done, total } = outgoing;
  return line(exporting.running, exporting.counts(done, total), done, total);
}
