/** What can go wrong with a request, on purpose. */

/** Which requests a fault is for. */
export type FaultTarget = 'create' | 'list' | 'get' | 'delete' | 'media' | 'any';

/** `accept`: the request has its effect all the same. */
export type FaultAction =
  /** The connection is reset without an answer. */
  | { do: 'drop'; accept: boolean }
  /** No answer ever comes. */
  | { do: 'hang'; accept: boolean }
  /** An answer that ends before its Content-Length. */
  | { do: 'truncate'; accept: boolean }
  /** A success status with a body that is not JSON. */
  | { do: 'broken-json'; accept: boolean }
  /** A proxy's HTML page. */
  | { do: 'html'; status: number; accept: boolean }
  /** An error in the API's own shape; never has an effect. */
  | { do: 'refuse'; status: number; code: number; message?: string }
  /** 429, with Retry-After in seconds, as a date that many seconds ahead, or without. */
  | { do: 'rate-limit'; retryAfter?: number; as?: 'seconds' | 'date' }
  /** Handled and answered as always, but only when the promise is kept. */
  | { do: 'wait'; for: Promise<void> }
  /** Accepted and answered, but lists show it only after that many ms. */
  | { do: 'late'; ms: number };

export interface Fault {
  on: FaultTarget;
  action: FaultAction;
  times: number;
  met: () => void;
}

export class FaultScript {
  readonly #faults: Fault[] = [];

  /** Resolves when the first request met it. */
  add(on: FaultTarget, action: FaultAction, times = 1): Promise<void> {
    return new Promise((met) => this.#faults.push({ on, action, times, met }));
  }

  /** The fault for this request, if one is left; faults of a kind are used in the order they were added. */
  take(target: FaultTarget): FaultAction | null {
    const at = this.#faults.findIndex((f) => f.on === target || f.on === 'any');
    const fault = this.#faults[at];
    if (!fault) return null;
    fault.met();
    if (--fault.times <= 0) this.#faults.splice(at, 1);
    return fault.action;
  }

  clear(): void {
    this.#faults.length = 0;
  }
}
