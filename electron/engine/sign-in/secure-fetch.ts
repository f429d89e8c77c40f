/** Most bytes a provider may answer with. */
const MAX_ANSWER = 1024 * 1024;

/** Whether it is this computer: what goes there does not travel. */
export const isLoopback = ({ hostname }: URL): boolean =>
  hostname === '127.0.0.1' || hostname === '[::1]' || hostname === 'localhost';

/** Whether secrets may go there: over TLS, or to this computer. */
export const isAllowed = (url: URL): boolean =>
  url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));

/** `fetch` that goes nowhere without TLS, follows no redirect and reads a bounded answer. */
export async function secureFetch(address: string, init: RequestInit): Promise<Response> {
  if (!isAllowed(new URL(address))) throw new TypeError('Refused: not encrypted');
  const response = await fetch(address, { ...init, redirect: 'manual', credentials: 'omit' });
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > MAX_ANSWER) throw new TypeError('Refused: too large');
    chunks.push(chunk);
  }
  const { status, headers } = response;
  return new Response(size === 0 ? null : Buffer.concat(chunks), { status, headers });
}
