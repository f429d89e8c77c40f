const LEAST_BYTES = 128 * 1024;
const MOST_BYTES = 2 * 1024 * 1024;
/** Bytes that take a slow connection so long; of a group that small a slow computer is not the reason. */
const SLOW_BYTES = 512 * 1024;
/** How long one FETCH may take, in milliseconds: what is more urgent waits that long. */
const LONG_MS = 1500;
const SHORT_MS = 500;

/** How many bytes one FETCH asks for: as many as the connections of an account bring in about a second. */
export class FetchPace {
  bytes = MOST_BYTES;
  /** The way to the server is slow: what is compressed comes sooner, although it costs more to read. */
  slow = false;

  /** The network is another one. */
  reset(): void {
    this.bytes = MOST_BYTES;
    this.slow = false;
  }

  /** A FETCH of so many bytes took so long. */
  took(ms: number, bytes: number): void {
    if (ms > LONG_MS) {
      this.bytes = Math.max(LEAST_BYTES, this.bytes / 2);
      this.slow ||= this.bytes <= SLOW_BYTES;
    } else if (ms < SHORT_MS && bytes * 2 > this.bytes) this.bytes = Math.min(MOST_BYTES, this.bytes * 2);
  }
}
