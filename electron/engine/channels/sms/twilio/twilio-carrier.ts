/** Twilio Programmable Messaging by polling its REST API, version 2010-04-01 (one number of one account). */
import { parseCarrierAddress } from '#shared/text/phone-address.ts';
import type {
  CarrierEvent,
  Cursor,
  FetchedMedia,
  MediaRef,
  OutboxProbe,
  PollResult,
  Reconciled,
  SenderNumber,
  SendRequest,
  SendResult,
  SmsCarrier,
} from '../carrier.ts';
import { asCarrierError, CarrierError } from '../carrier-error.ts';
import { sniffMime } from '../mime-sniff.ts';
import { twilioCapabilities } from './capabilities.ts';
import { TwilioClient } from './client.ts';
import { defaultLimits, type TwilioConfig, type TwilioLimits } from './config.ts';
import { deliveryStatus, statusEvent } from './events.ts';
import { pollMessages } from './poll.ts';
import { reconcileTexts } from './reconcile.ts';
import { account, message, numberPage } from './schemas.ts';

const MAX_NUMBER_PAGES = 50;

export class TwilioCarrier implements SmsCarrier {
  readonly id = 'twilio';
  readonly capabilities = twilioCapabilities;
  readonly #config: TwilioConfig;
  readonly #limits: TwilioLimits;
  readonly #client: TwilioClient;

  /** `now` is our clock in ms; throws CarrierError `bad-settings`. */
  constructor(config: TwilioConfig, now: () => number, limits: Partial<TwilioLimits> = {}) {
    this.#config = config;
    this.#limits = { ...defaultLimits, ...limits };
    this.#client = new TwilioClient(config, this.#limits, now);
  }

  get clockSkewMs(): number | null {
    return this.#client.skewMs;
  }

  async checkAuth(signal: AbortSignal): Promise<string> {
    const found = await this.#client.get('.json', {}, account, signal);
    if (found.status === 'active') return found.friendly_name ?? found.sid;
    throw new CarrierError({
      code: 'account-suspended',
      kind: 'auth',
      scope: 'account',
      wire: 'response-received',
      message: `The Twilio account is ${found.status}.`,
      advice: 'See the Twilio console.',
    });
  }

  async listNumbers(signal: AbortSignal): Promise<readonly SenderNumber[]> {
    const numbers: SenderNumber[] = [];
    let page = await this.#client.get('/IncomingPhoneNumbers.json', { PageSize: '200' }, numberPage, signal);
    for (let pages = 1; ; pages++) {
      for (const n of page.incoming_phone_numbers) {
        const address = parseCarrierAddress(n.phone_number);
        if (!address) continue;
        numbers.push({ remoteId: n.sid, address, label: n.friendly_name ?? '', ...n.capabilities });
      }
      if (page.next_page_uri === null || pages >= MAX_NUMBER_PAGES) return numbers;
      page = await this.#client.getPage(page.next_page_uri, numberPage, signal);
    }
  }

  async send(request: SendRequest, signal: AbortSignal): Promise<SendResult> {
    const refusal = this.#refusal(request);
    if (refusal) return { outcome: 'failed', error: refusal };
    const form = new URLSearchParams({ To: request.to.value, From: this.#config.number });
    if (request.text !== '') form.set('Body', request.text);
    for (const url of request.mediaUrls) form.append('MediaUrl', url);
    // The text shown is the text sent, and the one looked for when an answer is lost.
    form.set('SmartEncoded', 'false');
    try {
      const sent = await this.#client.post('/Messages.json', form, message, 'create', signal);
      const status = deliveryStatus(sent.status);
      return { outcome: 'accepted', remoteId: sent.sid, status, segments: sent.num_segments ?? null };
    } catch (thrown) {
      return { outcome: 'failed', error: asCarrierError(thrown) };
    }
  }

  poll(cursor: Cursor | null, signal: AbortSignal): Promise<PollResult> {
    return pollMessages(this.#client, this.#config, this.#limits, cursor, signal);
  }

  async refresh(remoteIds: readonly string[], signal: AbortSignal): Promise<readonly CarrierEvent[]> {
    const events: CarrierEvent[] = [];
    for (const remoteId of remoteIds) {
      try {
        const found = await this.#client.get(`/Messages/${checkedSid(remoteId)}.json`, {}, message, signal);
        events.push(statusEvent(found));
      } catch (thrown) {
        if (!(thrown instanceof CarrierError) || thrown.httpStatus !== 404) throw thrown;
        events.push({ type: 'remote-deleted', remoteId });
      }
    }
    return events;
  }

  reconcile(
    probes: readonly OutboxProbe[],
    taken: ReadonlySet<string>,
    signal: AbortSignal,
  ): Promise<readonly Reconciled[]> {
    return reconcileTexts(this.#client, this.#config, this.#limits, probes, taken, signal);
  }

  async fetchMedia(media: MediaRef, maxBytes: number, signal: AbortSignal): Promise<FetchedMedia> {
    const [messageSid, mediaSid, extra] = media.ref.split('/');
    if (!/^ME[0-9a-fA-F]{32}$/.test(mediaSid ?? '') || extra !== undefined) throw notAnId();
    const path = `/Messages/${checkedSid(messageSid ?? '')}/Media/${mediaSid}`;
    const bytes = await this.#client.getBytes(path, maxBytes, signal);
    return { bytes, mime: sniffMime(bytes) };
  }

  async deleteRemote(remoteId: string, signal: AbortSignal): Promise<'deleted' | 'already-gone'> {
    const deleted = await this.#client.delete(`/Messages/${checkedSid(remoteId)}.json`, signal);
    return deleted ? 'deleted' : 'already-gone';
  }

  #refusal(request: SendRequest): CarrierError | null {
    const { maxBodyChars, maxMediaCount } = this.capabilities;
    if (request.text === '' && request.mediaUrls.length === 0)
      return refused('empty-text', 'The text is empty.', 'Write something.');
    if (request.text.length > maxBodyChars) {
      return refused(
        'too-long',
        `The text is longer than ${maxBodyChars} characters.`,
        'Shorten it or send it in two.',
      );
    }
    if (request.mediaUrls.length > maxMediaCount) {
      return refused(
        'too-many-media',
        `Twilio takes at most ${maxMediaCount} attachments.`,
        'Send the rest in another text.',
      );
    }
    if (!request.mediaUrls.every((url) => URL.canParse(url))) {
      return refused('bad-media', 'The address of an attachment is not valid.', 'Attach it again.');
    }
    return null;
  }
}

function checkedSid(sid: string): string {
  if (!/^(?:SM|MM)[0-9a-fA-F]{32}$/.test(sid)) throw notAnId();
  return sid;
}

function notAnId(): CarrierError {
  return refused('bad-remote-id', 'This is not an id of a Twilio message.', 'Report this as a bug.');
}

function refused(code: string, message: string, advice: string): CarrierError {
  return new CarrierError({
    code,
    kind: 'permanent',
    scope: 'message',
    wire: 'not-connected',
    message,
    advice,
  });
}
