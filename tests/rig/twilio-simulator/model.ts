/** What the simulated carrier remembers. */
import { createHash } from 'node:crypto';

export type SimStatus =
  | 'accepted'
  | 'scheduled'
  | 'queued'
  | 'sending'
  | 'sent'
  | 'delivered'
  | 'undelivered'
  | 'failed'
  | 'canceled'
  | 'receiving'
  | 'received';

export interface SimMedia {
  sid: string;
  contentType: string;
  bytes: Uint8Array;
}

export interface SimMessage {
  sid: string;
  sequence: number;
  direction: 'inbound' | 'outbound-api' | 'outbound-reply';
  from: string;
  to: string;
  body: string;
  status: SimStatus;
  /** ms since the epoch, on the carrier's clock. */
  createdAt: number;
  sentAt: number | null;
  updatedAt: number;
  /** Lists do not show it before. */
  visibleAt: number;
  media: SimMedia[];
  /** Where the sender said the media are; they are fetched from there before the text goes on. */
  mediaUrls: string[];
  fetching: 'no' | 'running' | 'failed';
  errorCode: number | null;
  price: string | null;
}

const NEXT: Readonly<Partial<Record<SimStatus, SimStatus>>> = {
  accepted: 'queued',
  queued: 'sending',
  sending: 'sent',
  sent: 'delivered',
  receiving: 'received',
};

export function isFinal(status: SimStatus): boolean {
  return NEXT[status] === undefined && status !== 'scheduled';
}

export class SimModel {
  readonly messages: SimMessage[] = [];
  /** `own|peer` pairs for which STOP was received. */
  readonly optedOut = new Set<string>();
  #sequence = 0;

  constructor(
    readonly now: () => number,
    private readonly visibilityLagMs: () => number = () => 0,
  ) {}

  /** A SID of the given prefix, different each time and the same in each run. */
  sid(prefix: string): string {
    return (
      prefix +
      createHash('md5')
        .update(`${prefix}${++this.#sequence}`)
        .digest('hex')
    );
  }

  add(
    fields: Pick<SimMessage, 'direction' | 'from' | 'to' | 'body' | 'status'> & Partial<SimMessage>,
  ): SimMessage {
    const now = this.now();
    const media = fields.media ?? [];
    const message: SimMessage = {
      sid: this.sid(media.length > 0 || (fields.mediaUrls?.length ?? 0) > 0 ? 'MM' : 'SM'),
      sequence: this.#sequence,
      createdAt: now,
      sentAt: fields.direction === 'inbound' ? now : null,
      updatedAt: now,
      visibleAt: now + this.visibilityLagMs(),
      media,
      mediaUrls: [],
      fetching: 'no',
      errorCode: null,
      price: null,
      ...fields,
    };
    this.messages.push(message);
    return message;
  }

  find(sid: string): SimMessage | undefined {
    return this.messages.find((m) => m.sid === sid);
  }

  remove(sid: string): void {
    const at = this.messages.findIndex((m) => m.sid === sid);
    if (at >= 0) this.messages.splice(at, 1);
  }

  /** Newest first, as the API lists them; only what is visible by now. */
  listed(): SimMessage[] {
    const now = this.now();
    const visible = this.messages.filter((m) => m.visibleAt <= now);
    return visible.sort((a, b) => b.createdAt - a.createdAt || b.sequence - a.sequence);
  }

  /** One step further for one message. */
  step(message: SimMessage): void {
    const next = message.fetching === 'failed' ? 'failed' : NEXT[message.status];
    if (!next || isFinal(message.status) || message.fetching === 'running') return;
    message.status = next;
    message.updatedAt = this.now();
    if (next === 'sent') message.sentAt = this.now();
    if (next === 'delivered') message.price = '-0.00750';
  }
}
