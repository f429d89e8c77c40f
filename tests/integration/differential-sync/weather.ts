import { setTimeout } from 'node:timers/promises';
import type { Fault, FaultProxy } from '#rig/fault-proxy.ts';
import type { Random } from './random.ts';

/** Moments at which a cut tells: in a message's text, before the server got a command, before Skein got the answer. */
const MOMENTS: Fault[] = [
  { direction: 'down', match: /BODY\[\] \{\d{3,}\}\r\n[\s\S]{200}/, action: 'cut' },
  { direction: 'down', match: /BODY\[\] \{\d{3,}\}\r\n/, forward: true, action: 'reset' },
  { direction: 'up', match: /UID MOVE /, action: 'cut' },
  { direction: 'up', match: /UID MOVE /, forward: true, action: 'cut' },
  { direction: 'down', match: /COPYUID/, action: 'reset' },
  { direction: 'up', match: /UID STORE /, forward: true, action: 'cut' },
  { direction: 'down', match: /SEARCH /, action: 'cut' },
  { direction: 'down', match: /CHANGEDSINCE|MODSEQ \(/, action: 'cut' },
];

const FETCH_PATIENCE_MS = 300;

/** The network between Skein and the server: it fails at random, until `clear`. */
export class Weather {
  cuts = 0;

  constructor(
    private readonly proxy: FaultProxy,
    private readonly random: Random,
  ) {}

  get operations(): [number, string, () => Promise<void>][] {
    return [
      [1, 'cut', async () => this.cut()],
      [3, 'cut at a moment', async () => void this.proxy.arm(this.random.pick(MOMENTS))],
    ];
  }

  /** Connections from now on break after a random number of bytes, or are slow, or neither. */
  stormy(): void {
    this.proxy.plan(() => {
      const draw = this.random.next();
      if (draw < 0.4)
        return {
          fault: {
            direction: 'down',
            afterBytes: 500 + this.random.below(60_000),
            action: draw < 0.2 ? 'cut' : 'reset',
          },
        };
      return draw < 0.65 ? { delayMs: 1 + this.random.below(8) } : {};
    });
  }

  /** Resolves when Skein has asked for messages, or after a moment in which it did not. */
  async fetching(): Promise<void> {
    const asked = this.proxy.arm({ direction: 'up', match: /UID FETCH [^\r]*BODY/, action: 'none' });
    await Promise.race([asked, setTimeout(FETCH_PATIENCE_MS)]);
    this.proxy.disarm();
  }

  clear(): void {
    this.proxy.disarm();
    this.proxy.plan(() => ({}));
  }

  private cut(): void {
    this.cuts++;
    this.proxy.cutAll();
  }

  get total(): number {
    return this.cuts + this.proxy.faults;
  }
}
