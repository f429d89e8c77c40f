/** The one error a carrier adapter reports, with what is certain about the request. */
import { TypedError } from '#shared/errors/typed-error.ts';

/** What follows for the text. Only `ambiguous` leaves open whether it was sent. */
export type ErrorKind =
  /** Certainly not sent; may work later. */
  | 'retryable'
  /** Certainly not sent; not before `retryAfterMs`. */
  | 'rate-limited'
  /** Certainly not sent, and will not be unless changed. */
  | 'permanent'
  /** The recipient told the carrier STOP. */
  | 'opted-out'
  | 'auth'
  | 'insufficient-funds'
  | 'not-registered'
  | 'content-blocked'
  /** May have been sent: never send again before looking. */
  | 'ambiguous';

export type ErrorScope = 'message' | 'recipient' | 'sender' | 'account' | 'network';

/** How far the request got, as the network layer can prove. */
export type WireProof =
  | 'not-connected'
  | 'request-not-written'
  | 'request-written-no-response'
  | 'response-received';

export interface CarrierErrorFields {
  /** Stable, for programs: `opted-out`, `media-host-needed`, `network` … */
  code: string;
  kind: ErrorKind;
  scope: ErrorScope;
  wire: WireProof;
  /** What happened, for people. */
  message: string;
  /** What to do about it, for people. */
  advice: string;
  /** Milliseconds to wait, where the carrier said so. */
  retryAfterMs?: number;
  httpStatus?: number;
  /** The carrier's own code and words. */
  carrierCode?: string;
  carrierText?: string;
}

export class CarrierError extends TypedError {
  override readonly name = 'CarrierError';
  readonly kind: ErrorKind;
  readonly scope: ErrorScope;
  readonly wire: WireProof;
  readonly retryAfterMs: number | undefined;
  readonly httpStatus: number | undefined;
  readonly carrierCode: string | undefined;
  readonly carrierText: string | undefined;

  constructor(fields: CarrierErrorFields) {
    const detail = [fields.carrierCode, fields.carrierText].filter(Boolean).join(' ') || null;
    super(fields.code, fields.message, fields.advice, { detail });
    this.kind = fields.kind;
    this.scope = fields.scope;
    this.wire = fields.wire;
    this.retryAfterMs = fields.retryAfterMs;
    this.httpStatus = fields.httpStatus;
    this.carrierCode = fields.carrierCode;
    this.carrierText = fields.carrierText;
  }
}

/** Turns anything thrown into a CarrierError; what is not one is a fault of ours and proves nothing. */
export function asCarrierError(thrown: unknown): CarrierError {
  if (thrown instanceof CarrierError) return thrown;
  return new CarrierError({
    code: 'internal',
    kind: 'ambiguous',
    scope: 'message',
    wire: 'request-written-no-response',
    message: 'Something went wrong inside Skein while talking to the carrier.',
    advice: 'Skein will check with the carrier what happened.',
    carrierText: thrown instanceof Error ? thrown.message.slice(0, 300) : undefined,
  });
}
