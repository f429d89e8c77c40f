/** Looks this many times within the silence that is told. */
const LOOKS = 5;

/**
 * Watches a connection on which something is under way. Tells since when (milliseconds since the epoch) not a byte has
 * passed, once that lasted `afterMs`, and `null` when one passes again or when the returned function ends the watch.
 */
export function watchSilence(
  bytes: () => number,
  afterMs: number,
  tell: (since: number | null) => void,
): () => void {
  let passed = bytes();
  // The time of day may be set meanwhile.
  let since = performance.now();
  let told = false;
  const timer = setInterval(() => {
    const now = bytes();
    if (now !== passed) {
      passed = now;
      since = performance.now();
      if (told) tell(null);
      told = false;
    } else if (!told && performance.now() - since >= afterMs) {
      told = true;
      tell(Math.round(Date.now() - (performance.now() - since)));
    }
  }, afterMs / LOOKS);
  timer.unref();
  return () => {
    clearInterval(timer);
    if (told) tell(null);
  };
}
