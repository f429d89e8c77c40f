import { type EngineToMainInput, mainToEngine } from '#shared/contract/engine-messages.ts';

const send = (message: EngineToMainInput) => process.parentPort.postMessage(message);

process.parentPort.on('message', ({ data }) => {
  if (mainToEngine.parse(data).type === 'shutdown') process.exit(0);
});
send({ type: 'ready' });
