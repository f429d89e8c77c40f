const LEAST_BYTES = 128 * 1024;
const MOST_BYTES = 2 * 1024 * 1024;
/** How long one FETCH may take, in milliseconds: what is more urgent waits that long. */
const LONG_MS = 1500;
const SHORT_MS = 500;

/** How many bytes one FETCH asks for: as many as the connection brings in about a second. */
export class FetchPace {
  bytes = MOST_BYTES;

  /** A FETCH of this pace took so long. */
  took(ms: number): void {
    if (ms > LONG_MS) this.bytes = Math.max(LEAST_BYTES, this.bytes / 2);
    else if (ms < SHORT_MS) this.bytes = Math.min(MOST_BYTES, this.bytes * 2);
  }
}
