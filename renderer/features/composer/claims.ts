/**
 * Which window writes which draft: one at a time. It holds a lock of the browser's (Web Locks), which ends with the page
 * whatever becomes of it; a draft is named by its thread, or by its own id where it has none.
 */
import { useEffect, useState } from 'react';
import { bridge } from '../../app/bridge.ts';

type Message =
  | { type: 'taken'; key: string }
  /** Asked of the window that writes it: to come to the front, or to let it go. */
  | { type: 'come' | 'give'; key: string }
  /** It is not let go. */
  | { type: 'kept'; key: string }
  /** Typed while it went over. */
  | { type: 'typed'; key: string; text: string };

/** How long the window that writes a draft may take to save it and let it go. */
const GIVE_MS = 5000;

/** How long after a first try the second one follows. */
const RETRY_MS = 10;

const channel = new BroadcastChannel('drafts');
const lockOf = (key: string) => `draft ${key}`;
const send = (message: Message) => channel.postMessage(message);

interface Claim {
  held: Promise<boolean>;
  end: () => void;
}

const claims = new Map<string, Claim>();
/** Drafts that this window lets go of when it is asked. */
const offers = new Map<string, () => Promise<void>>();
const listeners = new Set<(message: Message) => void>();

function listen(listener: (message: Message) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

channel.addEventListener('message', ({ data }: MessageEvent<Message>) => {
  for (const listener of [...listeners]) listener(data);
  if (!claims.has(data.key)) return;
  const give = data.type === 'give' ? offers.get(data.key) : undefined;
  if (give) {
    offers.delete(data.key);
    give().catch(() => send({ type: 'kept', key: data.key }));
  } else if (data.type === 'come' || data.type === 'give') {
    bridge()?.comeToFront();
    if (data.type === 'give') send({ type: 'kept', key: data.key });
  }
});

/** Makes this window the one that writes the draft; false when another one does. */
export function claim(key: string): Promise<boolean> {
  const known = claims.get(key);
  if (known) return known.held;
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const held = new Promise<boolean>((resolve) => {
    const take = (tries: number) =>
      navigator.locks.request(lockOf(key), { ifAvailable: true }, async (lock) => {
        // A window that only waited for its end may have it for a moment.
        if (!lock && tries > 0) setTimeout(take, RETRY_MS, tries - 1);
        else resolve(lock !== null);
        if (!lock) return false;
        send({ type: 'taken', key });
        await ended;
        return true;
      });
    void take(1);
  });
  claims.set(key, { held, end });
  void held.then((mine) => {
    if (!mine) claims.delete(key);
  });
  return held;
}

/** Lets another window write it. */
export function release(key: string): void {
  claims.get(key)?.end();
  claims.delete(key);
  offers.delete(key);
}

/** Lets the draft go to the next window that asks for it: `give` saves it and releases it. */
export function offer(key: string, give: () => Promise<void>): void {
  offers.set(key, give);
}

/** Brings the window to the front that writes the draft. */
export function callWriter(key: string): void {
  send({ type: 'come', key });
}

/** Passes on what was typed here for a draft that another window has taken over. */
export function sendTyped(key: string, text: string): void {
  send({ type: 'typed', key, text });
}

/** Calls back with what was typed elsewhere for this draft; returns the way to stop. */
export function onTyped(key: string, insert: (text: string) => void): () => void {
  return listen((message) => {
    if (message.type === 'typed' && message.key === key) insert(message.text);
  });
}

/** Makes this window the one that writes the draft, once the one that offered it has saved it; false when it is kept. */
export async function takeOver(key: string): Promise<boolean> {
  if (await claim(key)) return true;
  return new Promise((resolve) => {
    const finish = (mine: boolean) => {
      clearTimeout(timer);
      stop();
      free();
      resolve(mine);
    };
    const timer = setTimeout(finish, GIVE_MS, false);
    const free = watchWriter(key, (elsewhere) => {
      if (!elsewhere) void claim(key).then(finish);
    });
    const stop = listen((message) => {
      if (message.key !== key) return;
      if (message.type === 'kept') finish(false);
    });
    send({ type: 'give', key });
  });
}

/** Calls back with whether another window writes the draft, now and whenever that changes; returns the way to stop. */
function watchWriter(key: string, tell: (elsewhere: boolean) => void): () => void {
  const stopped = new AbortController();
  const { signal } = stopped;
  const look = async () => {
    const { held = [] } = await navigator.locks.query();
    // One that is shared belongs to a window that waits like this one.
    const written = held.some(({ name, mode }) => name === lockOf(key) && mode === 'exclusive');
    const elsewhere = !claims.has(key) && written;
    if (signal.aborted) return;
    tell(elsewhere);
    if (!elsewhere) return;
    // Granted when the other window lets it go, or is gone.
    await navigator.locks.request(lockOf(key), { mode: 'shared', signal }, () => {});
    await look();
  };
  const follow = () => void look().catch(() => {});
  follow();
  const stop = listen((message) => {
    if (message.key === key && message.type === 'taken') follow();
  });
  return () => {
    stopped.abort();
    stop();
  };
}

/** Whether another window writes the draft; null until that is known. */
export function useElsewhere(key: string | null): boolean | null {
  const [elsewhere, setElsewhere] = useState<boolean | null>(null);
  useEffect(() => {
    setElsewhere(null);
    return key === null ? undefined : watchWriter(key, setElsewhere);
  }, [key]);
  return elsewhere;
}
