/** Tries a place for files the way a carrier will use it, one step at a time. */
import { asCarrierError, CarrierError } from './carrier-error.ts';
import { hostedName, type PutHost } from './put-host.ts';

export type HostStep = 'upload' | 'fetch' | 'type' | 'hidden' | 'delete';

export interface HostStepResult {
  step: HostStep;
  error: CarrierError | null;
}

const TYPE = 'image/png';
/** The smallest picture: one transparent pixel. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

/**
 * Puts a small picture there, fetches it as a stranger would, looks whether strangers can list what lies there, and
 * removes it. Yields each step's outcome; ends after the first failure, having removed the picture all the same.
 */
export async function* testPutHost(host: PutHost, signal: AbortSignal): AsyncGenerator<HostStepResult, void> {
  const name = hostedName(TYPE);
  const url = host.publicUrl(name);
  const steps: [HostStep, () => Promise<void>][] = [
    ['upload', () => host.put(name, TYPE, PIXEL, signal)],
    ['fetch', () => fetchPublicly(host, url, signal)],
    ['type', () => checkType(host, url, signal)],
    ['hidden', () => checkHidden(host, name, signal)],
    ['delete', () => removeForGood(host, name, signal)],
  ];
  for (const [step, run] of steps) {
    const error = await run().then(
      () => null,
      (thrown) => asCarrierError(thrown),
    );
    yield { step, error };
    if (!error) continue;
    if (step !== 'upload') await host.remove(host.uploadUrl(name), signal).catch(() => {});
    return;
  }
}

async function fetchPublicly(host: PutHost, url: string, signal: AbortSignal): Promise<void> {
  const { status, body } = await host.look(url, 'GET', signal);
  if (status >= 300 && status < 400)
    throw failed('The public address leads on to another one.', 'Give the address it leads to.', status);
  if (status === 401 || status === 403)
    throw failed(
      'The host asks for a password before it gives the file.',
      'Let anybody read files there: the carrier has no password.',
      status,
    );
  if (status !== 200)
    throw failed(
      'The file cannot be fetched from the public address.',
      'Check that the public address shows the folder the files are put in.',
      status,
    );
  if (!body.equals(PIXEL))
    throw failed(
      'The public address gives something else than what was put there.',
      'Check that the public address shows the folder the files are put in.',
      status,
    );
}

// Carriers ask with HEAD too, and refuse a file whose type is not named truly.
async function checkType(host: PutHost, url: string, signal: AbortSignal): Promise<void> {
  for (const method of ['GET', 'HEAD'] as const) {
    const { status, headers } = await host.look(url, method, signal);
    const type = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() ?? 'no type';
    if (status !== 200)
      throw failed(
        `The host does not answer ${method} requests.`,
        'Allow them: the carrier asks so.',
        status,
      );
    if (type !== TYPE)
      throw failed(
        `The host calls a PNG picture ${type}, so the carrier would refuse it.`,
        'Let the server name files by their ending (.png is image/png).',
        status,
      );
  }
}

async function checkHidden(host: PutHost, name: string, signal: AbortSignal): Promise<void> {
  const { status, body } = await host.look(host.publicBase.href, 'GET', signal);
  if (status !== 200 || !body.includes(name)) return;
  throw failed(
    'Anybody can list the files that lie there.',
    'Switch off the listing of this folder: files are protected by their names alone.',
    status,
  );
}

async function removeForGood(host: PutHost, name: string, signal: AbortSignal): Promise<void> {
  await host.remove(host.uploadUrl(name), signal);
  const { status } = await host.look(host.publicUrl(name), 'GET', signal);
  if (status !== 200) return;
  throw failed(
    'The file can still be fetched after it was removed.',
    'A cache in between may keep it: switch it off for this folder.',
    status,
  );
}

function failed(message: string, advice: string, httpStatus: number): CarrierError {
  return new CarrierError({
    code: 'media-host-test',
    kind: 'permanent',
    scope: 'account',
    wire: 'response-received',
    message,
    advice,
    carrierText: `HTTP ${httpStatus}`,
    httpStatus,
  });
}
