/** The engine's process: opens the profile, serves windows on their ports and main on its own. */
import './v8-flags.ts';
import { readFileSync } from 'node:fs';
import { RPCHandler } from '@orpc/server/message-port';
import {
  type EngineToMainInput,
  type MainToEngine,
  mainToEngine,
  parseEngineArguments,
} from '#shared/contract/engine-messages.ts';
import { toErrorInfo } from '#shared/errors/typed-error.ts';
import { answerContent } from './content-answers.ts';
import { notifyArrivals, notifyBack, notifyOverdue } from './notify.ts';
import { router } from './rpc/router.ts';
import { guardPort } from './rpc/window-port.ts';
import { Session } from './session.ts';
import { pauseAll, reportStatus } from './shell-status.ts';

const { profile, addon, testAuthority, version } = parseEngineArguments(process.argv);
const send = (message: EngineToMainInput) => process.parentPort.postMessage(message);
// One line a fact, for the terminal: never content, addresses or secrets.
const log = (event: string, facts: Record<string, string | number | boolean | null>) =>
  console.error(JSON.stringify({ event, ...facts }));

// A window's malformed message must not take the engine down with it.
process.on('unhandledRejection', (reason) =>
  log('unhandled', { error: reason instanceof Error ? reason.name : typeof reason }),
);

const opening = Session.open({
  profile,
  testAuthority: testAuthority === null ? null : readFileSync(testAuthority, 'utf8'),
  version,
  addon,
  workers: {
    database: new URL('./db-worker.js', import.meta.url),
    mime: new URL('./mime-worker.js', import.meta.url),
    spelling: new URL('./spell-worker.js', import.meta.url),
  },
  onArrived: (messageIds) => void notifyArrivals(session, messageIds, send),
  // Threads may come back while the profile is still being opened.
  onBack: (threadIds) => void opening.then((open) => notifyBack(open, threadIds, send)),
  onOverdue: (sends) => void opening.then((open) => notifyOverdue(open, sends, send)),
  onReady: (engine) => {
    engine.store.onFatal((error) => fatal(error));
    // Not the first time: a passphrase opened it, or it took the place of one that was erased.
    session?.changes.publishEverything();
  },
  log,
});
let session: Session | null = null;
const handler = new RPCHandler(router);

async function receive(message: MainToEngine, ports: Electron.MessagePortMain[]): Promise<void> {
  const open = await opening;
  switch (message.type) {
    case 'connect': {
      const port = ports[0];
      if (!port) return;
      handler.upgrade(guardPort(port), { context: { session: open, window: port } });
      port.on('close', () => {
        const left = open.attention.forget(port);
        // While the profile is locked nothing runs that would attend.
        open.engine().then(
          (engine) => engine.supervisor.attend(left),
          () => {},
        );
      });
      port.start();
      return;
    }
    case 'content-request':
      send(await answerContent(open, message));
      return;
    case 'pause':
      await pauseAll(open, message.paused);
      return;
    case 'grant':
      open.grants.grant(message.ticket, message.paths);
      return;
    case 'power':
      if (message.state === 'resume') (await open.engine()).woke();
      return;
    case 'shutdown':
      await open.close();
      process.exit(0);
  }
}

function fatal(error: unknown): void {
  const { code, message, advice, detail } = toErrorInfo(error);
  send({ type: 'fatal', code, message, advice, detail });
  process.exit(1);
}

process.parentPort.on('message', (event) => {
  const message = mainToEngine.safeParse(event.data);
  if (message.success)
    receive(message.data, event.ports).catch((error) =>
      log('main-message-failed', { code: toErrorInfo(error).code }),
    );
});

try {
  session = await opening;
  void reportStatus(session, send);
  send({ type: 'ready' });
  const { state } = await session.status();
  if (state === 'locked' || state === 'choose')
    send({ type: 'need-passphrase', mode: state === 'choose' ? 'create' : 'open' });
} catch (error) {
  fatal(error);
}
