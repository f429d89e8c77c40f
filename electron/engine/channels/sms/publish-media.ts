/** Outgoing media for carriers that fetch it themselves: they need an address of it. */
import { mediaProblem } from '#shared/text/media-limits.ts';
import type { Capabilities, MediaHost } from './carrier.ts';
import { CarrierError } from './carrier-error.ts';
import type { OutboxText } from './ports.ts';

/**
 * Puts a text's files on the host; returns the addresses the carrier can fetch, in order. Throws CarrierError:
 * `too-many-media`, `media-too-large`, `media-type`, or what the host threw. Nothing is put there unless all fit.
 */
export async function publishMedia(
  { clientRef, attempt, media }: Pick<OutboxText, 'clientRef' | 'attempt' | 'media'>,
  capabilities: Capabilities,
  host: MediaHost,
  signal: AbortSignal,
): Promise<string[]> {
  const problem = mediaProblem(
    media.map(({ mime, size }) => ({ contentType: mime, size })),
    capabilities,
  );
  if (problem) throw refusal(problem.code, problem.message, problem.advice);
  const urls: string[] = [];
  for (const { mime, read } of media)
    urls.push(await host.publish({ clientRef, attempt, mime }, await read(), signal));
  return urls;
}

/** There is nowhere to put a file. */
export function mediaHostNeeded(): CarrierError {
  return refusal(
    'media-host-needed',
    'Carriers fetch files of texts from a web address, and no place for them is set up.',
    'Set one up in Settings, Texts, or send the file by email.',
  );
}

function refusal(code: string, message: string, advice: string): CarrierError {
  return new CarrierError({
    code,
    kind: 'permanent',
    scope: 'message',
    wire: 'request-not-written',
    message,
    advice,
  });
}
