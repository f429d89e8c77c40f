/** Tells main of news worth a notification. */
import type { EngineToMainInput } from '#shared/contract/engine-messages.ts';
import type { Session } from './session.ts';

/** More arrivals than this at once are told as a number. */
const SINGLE = 3;

export async function notifyArrivals(
  session: Session | null,
  messageIds: string[],
  send: (message: EngineToMainInput) => void,
): Promise<void> {
  if (!session) return;
  const engine = await session.engine();
  const { notifications } = await engine.store.read('settings.get', null);
  if (notifications === 'none') return;
  const news = await engine.store.read('reading.arrivals', {
    messageIds,
    peopleOnly: notifications === 'people',
  });
  notify(news, (n) => `${n} new messages`, send);
}

/** Tells main of threads that came back into the inbox: the user asked for it, so only "none" keeps it quiet. */
export async function notifyBack(
  session: Session,
  threadIds: string[],
  send: (message: EngineToMainInput) => void,
): Promise<void> {
  const engine = await session.engine();
  const { notifications } = await engine.store.read('settings.get', null);
  if (notifications === 'none') return;
  const threads = await engine.store.read('schedule.backNotices', threadIds);
  const notices = threads.map(({ threadId, who, what, why }) => ({
    threadId,
    title: `${why === 'no-answer' ? 'Nobody answered' : 'Back from later'}: ${who}`,
    body: what,
  }));
  notify(notices, (n) => `${n} threads are back in the inbox`, send);
}

/** Tells main of messages that go out later than the user planned. */
export async function notifyOverdue(
  session: Session,
  sends: { threadId: string; title: string }[],
  send: (message: EngineToMainInput) => void,
): Promise<void> {
  const { notifications } = await (await session.engine()).store.read('settings.get', null);
  if (notifications === 'none') return;
  const title = 'Going out late: Skein was not running';
  const notices = sends.map((late) => ({ threadId: late.threadId, title, body: late.title }));
  notify(notices, (n) => `${n} messages go out late: Skein was not running`, send);
}

type Notice = Omit<Extract<EngineToMainInput, { type: 'notify' }>, 'type'>;

/** A few one by one, more as a number. */
function notify(
  notices: readonly Notice[],
  many: (n: number) => string,
  send: (message: EngineToMainInput) => void,
): void {
  if (notices.length <= SINGLE) {
    for (const notice of notices) send({ type: 'notify', ...notice });
    return;
  }
  const [threadId, other] = new Set(notices.map((notice) => notice.threadId));
  const one = other === undefined ? (threadId ?? null) : null;
  send({ type: 'notify', threadId: one, title: many(notices.length), body: '' });
}
