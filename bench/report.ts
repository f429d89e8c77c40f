/** What every measurement prints: conditions and figures as a table for people, and as JSON. */
import { cpus, loadavg } from 'node:os';

export interface Conditions {
  date: string;
  node: string;
  platform: string;
  processor: string;
  cores: number;
  /** Average number of waiting processes over the last minute, when the run began and when it ended. */
  load: { before: number; after: number };
}

/** Notes the load when a run begins; the result completes the conditions at its end. */
export function beginRun(): () => Conditions {
  const date = new Date().toISOString();
  const before = minuteLoad();
  return () => ({
    date,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    processor: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    load: { before, after: minuteLoad() },
  });
}

function minuteLoad(): number {
  return Math.round((loadavg()[0] ?? 0) * 100) / 100;
}

/** Writes rows under a head with columns in line: a table for the terminal that is also Markdown. */
export function table(head: string[], rows: string[][]): string {
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: string[]) =>
    `| ${widths.map((width, i) => (i === 0 ? (cells[i] ?? '').padEnd(width) : (cells[i] ?? '').padStart(width))).join(' | ')} |`;
  const rule = `|${widths.map((width, i) => (i === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}

/** The table to standard error, the same figures to standard output as JSON. */
export function report(title: string, conditions: Conditions, shown: string, figures: object): void {
  const { cores, processor, load, date } = conditions;
  console.error(
    `\n${title}\n${date}, ${cores} × ${processor}, load ${load.before} before and ${load.after} after\n\n${shown}\n`,
  );
  console.log(JSON.stringify({ conditions, ...figures }, null, 2));
}

export const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
export const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
export const ratio = (value: number) => `${value.toFixed(2)} ×`;

/** The smallest value that `share` percent of the values do not exceed. */
export function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil((sorted.length * share) / 100) - 1)];
  if (value === undefined) throw new Error('There is no percentile of no values.');
  return value;
}

/** The middle value; of an even number of values the mean of the two in the middle. */
export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[sorted.length % 2 === 1 ? middle : middle - 1], sorted[middle]];
  if (low === undefined || high === undefined) throw new Error('There is no median of no values.');
  return (low + high) / 2;
}
