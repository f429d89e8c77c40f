import { once } from 'node:events';
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { CheckpointerSession } from './checkpointer-session.ts';
import { flattenError } from './error-transfer.ts';
import { toStoreError } from './errors.ts';
import type { Request, Response, WorkerStart } from './protocol.ts';
import { PriorityQueue } from './queue.ts';
import { ReaderSession } from './reader-session.ts';
import { standBack } from './thread-priority.ts';
import type { Command, Query } from './transaction.ts';
import { WriterSession } from './writer-session.ts';

export interface Registries {
  commands: Record<string, Command<never, unknown>>;
  queries: Record<string, Query<never, unknown>>;
}

type Job = Extract<Request, { id: number }>;

/** How far each thread stands back: what is read is waited for, what is written mostly comes from a sync. */
const NICE: Record<WorkerStart['mode'], number> = { reader: 0, writer: 5, checkpointer: 10 };

/** Anything longer keeps a click waiting: three frames. */
const SLOW_MS = 40;
const IDLE_MS = 200;
/** A writer that has rested this long gives back the memory of its page cache, and reads again what is asked for next. */
const RELEASE_MS = 30_000;

/**
 * Serves the store in this worker thread, as its writer, a reader or its checkpointer, until it is told to close. Only
 * the first two load the commands and queries.
 */
export async function serveDatabase(load: () => Promise<Registries>): Promise<void> {
  if (!parentPort) throw new Error('serveDatabase runs in a worker thread');
  const start = workerData as WorkerStart;
  const port = parentPort;
  standBack(NICE[start.mode]);
  try {
    const open = await prepare(start, load);
    const [request] = (await once(port, 'message')) as [Request];
    if (request.type !== 'open') return port.close();
    const session = open();
    serve(port, session);
    post(port, { type: 'opened', report: session.report });
  } catch (error) {
    post(port, { type: 'refused', error: flattenError(toStoreError(error)) });
    port.close();
  }
}

type Session = WriterSession | ReaderSession | CheckpointerSession;

/** Loads what the connection needs; the result opens it. */
async function prepare(start: WorkerStart, load: () => Promise<Registries>): Promise<() => Session> {
  if (start.mode === 'checkpointer') return () => CheckpointerSession.open(start);
  const { commands, queries } = await load();
  return () =>
    start.mode === 'writer' ? WriterSession.open(start, commands) : ReaderSession.open(start, queries);
}

function serve(port: MessagePort, session: Session): void {
  const queue = new PriorityQueue<Job>();
  let closing = false;
  let resting: NodeJS.Timeout | undefined;

  const accept = (request: Request) => {
    if (request.type === 'close') closing = true;
    else if (request.type !== 'open') queue.push(request, request.priority);
  };
  const rest = (writer: WriterSession) => {
    const more = writer.rest();
    tellGrowth(port, writer);
    resting = more ? setTimeout(rest, 0, writer) : setTimeout(() => writer.releaseMemory(), RELEASE_MS);
  };
  const runAll = () => {
    clearTimeout(resting);
    for (;;) {
      // Whatever arrived meanwhile is looked at before each job, so that a user's write passes waiting batches.
      for (let more = receiveMessageOnPort(port); more; more = receiveMessageOnPort(port))
        accept(more.message);
      const job = queue.next();
      if (!job) break;
      execute(port, session, job);
    }
    if (closing) {
      session.close();
      post(port, { type: 'closed' });
      port.close();
    } else if (session instanceof WriterSession) {
      resting = setTimeout(rest, IDLE_MS, session);
    }
  };
  port.on('message', (request: Request) => {
    accept(request);
    runAll();
  });
}

function execute(port: MessagePort, session: Session, job: Job): void {
  const started = performance.now();
  try {
    const { result, change } =
      job.type === 'run'
        ? session.run(job.name, job.args)
        : { result: session.maintain(job.task, job.args), change: null };
    post(port, { type: 'done', id: job.id, result, change });
  } catch (error) {
    const judged = session instanceof WriterSession ? session.judge(error) : toStoreError(error);
    post(port, { type: 'failed', id: job.id, error: flattenError(judged) });
  }
  if (session instanceof WriterSession) tellGrowth(port, session);
  const ms = performance.now() - started;
  if (job.type === 'run' && ms > SLOW_MS) post(port, { type: 'slow', name: job.name, ms });
}

function tellGrowth(port: MessagePort, writer: WriterSession): void {
  if (writer.logHasGrown) post(port, { type: 'log-grown' });
}

function post(port: MessagePort, response: Response): void {
  port.postMessage(response);
}
