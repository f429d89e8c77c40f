import { ArrowDown, Mail } from 'lucide-react';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Thread } from '#shared/contract/threads.ts';
import { announce } from '../../app/announce.tsx';
import { daysBetween, formatDay } from '../../app/format.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { useNow } from '../../app/useNow.ts';
import { Button } from '../../design/Button.tsx';
import { cx } from '../../design/cx.ts';
import { type Block, blocksOf } from './blocks.ts';
import { MailCard } from './MailCard.tsx';
import { prefersOriginal } from './original.ts';
import { TextBubble } from './TextBubble.tsx';
import styles from './Timeline.module.css';
import { AskedLine, useWayOff } from './Unsubscribe.tsx';

const t = strings.conversation;
const minuteMs = 60_000;
/** How long what grows after a click or a key in a message may have grown because of it. */
const openingMs = 500;
/** How far from the end still counts as being at the end, in CSS pixels. */
const nearEnd = 48;
const abovePx = 12;

function dayText(at: number, now: number): string {
  const days = daysBetween(at, now);
  if (days === 0) return t.today;
  if (days === 1) return t.yesterday;
  return formatDay(at, now);
}

/** Shows the end; where the newest message is taller than the window, its beginning. */
function scrollToEnd(scroller: HTMLElement): void {
  const newest = [...scroller.querySelectorAll<HTMLElement>('[data-item]')].at(-1);
  const tall = newest && newest.offsetHeight > scroller.clientHeight;
  scroller.scrollTop = tall ? newest.offsetTop - abovePx : scroller.scrollHeight;
}

const isAtEnd = ({ scrollTop, scrollHeight, clientHeight }: HTMLElement) =>
  scrollHeight - scrollTop - clientHeight < nearEnd;

/** Mail is read from the first that is new, texts from the last. Whether that is another than the newest. */
function scrollToUnread(scroller: HTMLElement, { channels, items }: Thread): boolean {
  const unread = items.find((item) => item.kind === 'mail' && item.unread && !item.fromMe);
  if (!unread || unread === items.at(-1) || channels.includes('sms')) return false;
  const first = scroller.querySelector<HTMLElement>(`[data-item="${CSS.escape(unread.id)}"]`);
  if (first) scroller.scrollTop = Math.min(scroller.scrollTop, first.offsetTop - abovePx);
  return first !== null;
}

function BlockView({
  block,
  thread,
  now,
  leavable,
}: {
  block: Block;
  thread: Thread;
  now: number;
  /** The mail that names a way off its list. */
  leavable: string | undefined;
}) {
  if (block.kind === 'day') return <h3 className={styles.day}>{dayText(block.at, now)}</h3>;
  if (block.kind === 'topic') {
    return (
      <div className={styles.topic}>
        <Mail aria-hidden />
        <h3 title={block.subject}>{block.subject || t.noSubject}</h3>
      </div>
    );
  }
  return (
    <div className={styles.item} data-item={block.item.id}>
      {block.kind === 'mail' ? (
        <MailCard
          item={block.item}
          threadId={thread.id}
          last={block.last}
          leavable={block.item.id === leavable}
          preferOriginal={prefersOriginal(thread, block.item)}
        />
      ) : (
        <TextBubble
          item={block.item}
          threadId={thread.id}
          endsRun={block.endsRun}
          naming={thread.participantCount > 1}
        />
      )}
    </div>
  );
}

/** The messages, oldest first, standing at the first new mail or at the end; what arrives while you read further up does not move it. */
export function Timeline({
  thread,
  loadingOlder,
  onOlder,
}: {
  thread: Thread;
  loadingOlder: boolean;
  onOlder: () => void;
}) {
  const scroller = useRef<HTMLElement>(null);
  const atEnd = useRef(true);
  const usedAt = useRef(0);
  const heightBefore = useRef({ height: 0, firstId: '' });
  const sought = useApp((app) => app.messageId);
  const enter = useApp((app) => app.enterConversation);
  const now = useNow(minuteMs);
  const [below, setBelow] = useState(false);
  const wayOff = useWayOff(thread);
  const blocks = useMemo(() => blocksOf(thread), [thread]);
  const lastId = thread.items.at(-1)?.id ?? '';
  const firstId = thread.items[0]?.id ?? '';
  const known = useRef(lastId);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const before = heightBefore.current;
    const target = sought ? element.querySelector<HTMLElement>(`[data-item="${CSS.escape(sought)}"]`) : null;
    if (target) {
      target.scrollIntoView({ block: 'center' });
      target.dataset.sought = '';
      atEnd.current = false;
      useApp.getState().set({ messageId: null });
    } else if (before.firstId !== '' && before.firstId !== firstId && !atEnd.current) {
      element.scrollTop += element.scrollHeight - before.height;
    } else if (atEnd.current) {
      scrollToEnd(element);
      if (before.firstId === '') atEnd.current = !scrollToUnread(element, thread);
    }
    heightBefore.current = { height: element.scrollHeight, firstId };
  });

  useEffect(() => {
    if (!enter) return;
    scroller.current?.focus({ preventScroll: true });
    useApp.getState().set({ enterConversation: false });
  }, [enter]);

  // Frames and images grow after they load; the end stays the end.
  useEffect(() => {
    const element = scroller.current;
    const inner = element?.firstElementChild;
    if (!element || !inner) return;
    const observer = new ResizeObserver(() => {
      // What somebody unfolds stays under their eyes; a click in a frame is not told, but moves the focus there.
      const inFrame = element.contains(document.activeElement?.closest('iframe') ?? null);
      if (inFrame || performance.now() - usedAt.current < openingMs) atEnd.current = isAtEnd(element);
      else if (atEnd.current) scrollToEnd(element);
    });
    observer.observe(inner);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    if (known.current === lastId) return;
    known.current = lastId;
    if (!atEnd.current && scroller.current && !isAtEnd(scroller.current)) setBelow(true);
    announce(thread.items.at(-1)?.fromMe ? t.sentHere : t.arrivedHere);
  }, [lastId, thread.items]);

  return (
    <section
      ref={scroller}
      className={styles.scroller}
      data-region-focus=""
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable to be scrolled by keys
      tabIndex={0}
      aria-label={t.timeline}
      onClickCapture={({ target }) => {
        if ((target as Element).closest('[data-item]')) usedAt.current = performance.now();
      }}
      onScroll={(event) => {
        const { scrollTop } = event.currentTarget;
        atEnd.current = isAtEnd(event.currentTarget);
        if (atEnd.current && below) setBelow(false);
        if (scrollTop < 200 && thread.hasOlder && !loadingOlder) onOlder();
      }}
    >
      <div className={cx(styles.timeline, thread.channels.includes('sms') && styles.ending)}>
        {thread.hasOlder ? (
          <Button
            size="small"
            variant="quiet"
            className={styles.earlier}
            busy={loadingOlder}
            onClick={onOlder}
          >
            {t.earlier}
          </Button>
        ) : null}
        {blocks.map((block) => (
          <BlockView key={block.key} block={block} thread={thread} now={now} leavable={wayOff?.messageId} />
        ))}
        {wayOff?.asked ? <AskedLine asked={wayOff.asked} /> : null}
        {below ? (
          <Button
            size="small"
            variant="primary"
            className={styles.newest}
            icon={<ArrowDown aria-hidden />}
            onClick={() => {
              if (scroller.current) scroller.current.scrollTop = scroller.current.scrollHeight;
            }}
          >
            {t.newest}
          </Button>
        ) : null}
      </div>
    </section>
  );
}
