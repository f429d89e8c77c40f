import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import {
  FRAME_HEIGHT_MESSAGE,
  FRAME_LINK_MESSAGE,
  FRAME_OPEN_MESSAGE,
} from '#shared/contract/window-messages.ts';
import { showLinkTarget } from '../../app/linkTarget.ts';
import { Skeleton } from '../../design/Skeleton.tsx';
import type { MisleadingLink } from './LinkDialog.tsx';
import styles from './MailCard.module.css';

const LinkDialog = lazy(() => import('./LinkDialog.tsx'));

const tallest = 20_000;
const firstHeight = 120;

/**
 * A mail's original layout, served on an origin of its own without scripts. The frame's own preload tells its
 * height and about its links; nothing else in it can speak to the window.
 */
export function MessageFrame({
  messageId,
  remote,
  title,
  paper = 'light',
}: {
  messageId: string;
  remote: boolean;
  title: string;
  /** `dark`: the document has colours for it. `darkened`: a design for light paper, the other way round. */
  paper?: 'light' | 'dark' | 'darkened';
}) {
  const frame = useRef<HTMLIFrameElement>(null);
  /** Known once the document is laid out. */
  const [height, setHeight] = useState<number | null>(null);
  const [misleading, setMisleading] = useState<MisleadingLink | null>(null);

  useEffect(() => {
    const onMessage = (event: MessageEvent) => {
      if (!frame.current || event.source !== frame.current.contentWindow) return;
      const { type, height, href, shows } = (event.data ?? {}) as Record<string, unknown>;
      if (type === FRAME_HEIGHT_MESSAGE && typeof height === 'number')
        setHeight(Math.max(1, Math.min(tallest, height)));
      else if (type === FRAME_LINK_MESSAGE) showLinkTarget(typeof href === 'string' ? href : null);
      else if (type === FRAME_OPEN_MESSAGE && typeof href === 'string' && typeof shows === 'string')
        setMisleading({ href, shows });
    };
    window.addEventListener('message', onMessage);
    return () => {
      window.removeEventListener('message', onMessage);
      showLinkTarget(null);
    };
  }, []);

  return (
    <div className={styles.sheet}>
      <iframe
        ref={frame}
        className={styles.frame}
        title={title}
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        referrerPolicy="no-referrer"
        // With a fragment in any case: from one to another nothing is loaded again.
        src={`skein-message://message/${encodeURIComponent(messageId)}?remote=${remote ? 1 : 0}#skein-${paper === 'darkened' ? 'dark' : 'light'}`}
        data-paper={paper}
        style={{ height: height ?? firstHeight }}
      />
      {height === null ? (
        <div className={styles.layingOut}>
          <Skeleton width="40%" />
          <Skeleton />
          <Skeleton width="75%" />
        </div>
      ) : null}
      {misleading ? (
        <Suspense fallback={null}>
          <LinkDialog link={misleading} onClose={() => setMisleading(null)} />
        </Suspense>
      ) : null}
    </div>
  );
}
