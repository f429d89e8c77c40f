/** What a measured process used of the machine. */
import { readFileSync } from 'node:fs';

export interface Usage {
  peakRssBytes: number;
  /** Processor time of all threads. */
  processorMs: number;
}

/** Of this process so far. */
export function usage(): Usage {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  return {
    peakRssBytes: (ownPeakKiB() ?? maxRSS) * 1024,
    processorMs: (userCPUTime + systemCPUTime) / 1000,
  };
}

/** On Linux `maxRSS` begins with what the parent process had when it started this one. */
function ownPeakKiB(): number | null {
  if (process.platform !== 'linux') return null;
  const [, peak] = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return peak === undefined ? null : Number(peak);
}
