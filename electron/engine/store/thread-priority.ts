import { setPriority } from 'node:os';

/**
 * Lets the window, and whatever answers it, go before the calling thread when the processor is short. `nice` is as in
 * setpriority(2), which on Linux is about one thread; elsewhere it would be about the whole process, so nothing is done.
 */
export function standBack(nice: number): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(0, nice);
  } catch {
    // A system that forbids it keeps the priority it gave.
  }
}
