/** How the carrier gets the media of a text: HEAD for the type, GET for the bytes, as the vendor documents. */
import { twilioCapabilities } from '#engine/channels/sms/twilio/capabilities.ts';

export class MediaFetchError extends Error {
  override readonly name = 'MediaFetchError';
  /** 11200: not to be had; 12300: of a type that is not taken; 30019: too large. */
  constructor(readonly code: 11200 | 12300 | 30019) {
    super(`media error ${code}`);
  }
}

const LARGEST = 5 * 1024 * 1024;

/** Only what lies on this machine is fetched: a test asks no other. Rejects with MediaFetchError. */
export async function fetchPublicFile(url: string): Promise<{ contentType: string; bytes: Uint8Array }> {
  if (!['127.0.0.1', 'localhost'].includes(new URL(url).hostname)) throw new MediaFetchError(11200);
  const ask = (method: string) =>
    fetch(url, { method, signal: AbortSignal.timeout(10_000) }).catch(() => {
      throw new MediaFetchError(11200);
    });
  const head = await ask('HEAD');
  const response = await ask('GET');
  if (!head.ok || !response.ok) throw new MediaFetchError(11200);
  const contentType = head.headers.get('content-type') ?? '';
  if (!twilioCapabilities.mediaTypes.includes(contentType)) throw new MediaFetchError(12300);
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes.byteLength > LARGEST) throw new MediaFetchError(30019);
  return { contentType, bytes };
}
