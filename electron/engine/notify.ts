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
  if (news.length === 0) return;
  if (news.length <= SINGLE)
    for (const { threadId, title, body } of news) send({ type: 'notify', threadId, title, body });
  else send({ type: 'notify', threadId: news[0]!.threadId, title: `${news.length} new messages`, body: '' });
}
