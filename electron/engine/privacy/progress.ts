import type { EraseProgress, EraseReceipt } from '#shared/contract/erase.ts';

/** Told how many messages are erased so far, of how many. */
export type OnErased = (erased: number, total: number) => void;

/**
 * An erasure as a stream: how far it is whenever somebody asks, then its receipt. Throws what the erasure throws. When
 * nobody listens any more it goes on to its end.
 */
export async function* eraseEvents(
  erase: (progress: OnErased) => Promise<EraseReceipt>,
): AsyncGenerator<EraseProgress, void> {
  let latest: EraseProgress | null = null;
  let over = false;
  let wake = () => {};
  const running = erase((erased, total) => {
    latest = { erased, total, receipt: null };
    wake();
  }).finally(() => {
    over = true;
    wake();
  });
  // Whoever stopped listening is not told how it ended.
  running.catch(() => {});
  for (;;) {
    const next: EraseProgress | null = latest;
    latest = null;
    if (next) yield next;
    else if (over) break;
    else
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
  }
  const receipt = await running;
  yield { erased: receipt.messages, total: receipt.messages, receipt };
}
