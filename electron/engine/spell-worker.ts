/** Entry of the spelling worker thread: keeps dictionaries in memory and looks words up in them. */
import { parentPort, workerData } from 'node:worker_threads';
import { Checker } from './spelling/checker.ts';
import type { SpellRequest, SpellResponse, SpellWorkerData } from './spelling/worker-protocol.ts';

const port = parentPort;
if (!port) throw new Error('spell-worker is started by Spelling as a worker thread, not by itself.');

const checker = new Checker((workerData as SpellWorkerData).dictionaries);

async function answer(id: number, request: SpellRequest): Promise<SpellResponse> {
  try {
    const { languages } = request;
    if (request.kind === 'known') return { id, answer: await checker.known(languages, request.words) };
    return { id, answer: await checker.suggest(languages, request.word) };
  } catch {
    return { id, failed: true };
  }
}

// One after the other: what gives up a dictionary must not take it from a question under way.
let turn: Promise<void> = Promise.resolve();
port.on('message', ({ id, request }: { id: number; request: SpellRequest }) => {
  turn = turn.then(async () => port.postMessage(await answer(id, request)));
});
