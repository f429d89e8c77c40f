import type { Thread } from '#shared/contract/threads.ts';
import { engine } from '../../app/engine.ts';
import { knownSettings } from '../../app/settings.ts';
import type { ComposeRequest } from '../../app/store.ts';
import { threadWays, type Way } from './channels.ts';
import { DraftSession } from './DraftSession.ts';

const isRich = () => knownSettings()?.composeFormat !== 'plain';

/** The mail that an answer by mail would answer: the one asked for, or the newest. */
function mailAnswered(thread: Thread, asked: string | null): string | null {
  const mails = thread.items.filter((item) => item.kind === 'mail' && !item.isReport);
  return (mails.find((item) => item.id === asked) ?? mails.at(-1))?.id ?? null;
}

/** A fresh answer on the channel of the last message; nothing is kept until something is typed. */
export function freshReply(thread: Thread): DraftSession {
  const ways = threadWays(thread);
  const last = thread.items.at(-1);
  const way = ways.find((entry) => entry.channel === last?.kind) ?? ways[0];
  return DraftSession.blank({
    mode: 'reply',
    channel: way?.channel ?? 'mail',
    threadId: thread.id,
    answers: mailAnswered(thread, null),
    accountId: way?.accountId ?? null,
    to: [...(way?.to ?? [])],
    rich: isRich(),
  });
}

type Asked = Pick<ComposeRequest, 'mode' | 'channel' | 'answers'>;

/** What a request starts where nothing is begun. The way is that of the newest mail: an older one says itself whom it asks. */
function started(thread: Thread, { mode, channel, answers }: Asked, way: Way | undefined): DraftSession {
  const answered = mailAnswered(thread, answers);
  const older = way?.channel === 'mail' && answered !== mailAnswered(thread, null);
  return DraftSession.blank({
    mode,
    channel: way?.channel ?? channel,
    threadId: thread.id,
    answers: answered,
    accountId: older ? null : (way?.accountId ?? null),
    to: mode === 'reply' && !older ? [...(way?.to ?? [])] : [],
    rich: isRich(),
  });
}

const isForward = (session: DraftSession) => session.snapshot().mode === 'forward';

/** The begun answer becomes the one that was asked for. It goes on answering what it answers. */
async function turn(
  session: DraftSession,
  asked: Asked,
  thread: Thread,
  way: Way | undefined,
): Promise<void> {
  const other = way && session.snapshot().fields.channel !== way.channel;
  const switched = () => {
    if (!other) return;
    const { channel, accountId, to } = way;
    session.switchTo({ channel, accountId, to: [...to], cc: [], bcc: [] });
  };
  // Only a mail goes to all: what becomes one does so first, and what becomes a text last.
  if (other && way.channel === 'mail') switched();
  const { mode, fields } = session.snapshot();
  if (asked.mode !== mode && asked.mode !== 'new' && asked.mode !== 'forward' && fields.channel === 'mail')
    await session.answerAs(asked.mode, mailAnswered(thread, asked.answers));
  if (other && way.channel !== 'mail') switched();
}

export interface Answering {
  /** Where it is written; it can be typed in at once. */
  session: DraftSession;
  /** Settles when it shows whom it goes to. Rejects with what the engine refuses. */
  addressed: Promise<void>;
}

/**
 * The draft in which a thread's composer goes on when it is asked to answer or forward. A begun answer becomes the one
 * asked for; a forward is a mail of its own, and what is begun beside it stays saved. It is `current` while that cannot
 * be saved.
 */
export async function draftFor(asked: Asked, thread: Thread, current: DraftSession): Promise<Answering> {
  const ways = threadWays(thread);
  const way = ways.find((entry) => entry.channel === asked.channel) ?? ways[0];
  const forwards = asked.mode === 'forward' ? mailAnswered(thread, asked.answers) : null;
  const fits = isForward(current) ? current.snapshot().answers === forwards : forwards === null;
  let begun = current.begun && fits ? current : null;
  if (!begun && (isForward(current) || forwards !== null)) {
    if (!(await current.settle())) return { session: current, addressed: Promise.resolve() };
    if (current.begun && current.empty) await current.discard();
    const saved = await engine.drafts.forThread({ threadId: thread.id, forwards });
    if (saved) begun = DraftSession.from(saved);
  }
  if (begun)
    return {
      session: begun,
      addressed: forwards === null ? turn(begun, asked, thread, way) : Promise.resolve(),
    };
  const session = started(thread, asked, way);
  return { session, addressed: session.begin() };
}
