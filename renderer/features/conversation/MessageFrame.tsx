import { useEffect, useRef, useState } from 'react';
import { FRAME_HEIGHT_MESSAGE } from '#shared/contract/window-messages.ts';
import styles from './MailCard.module.css';

const tallest = 20_000;
const firstHeight = 120;

/**
 * A mail's original layout, served on an origin of its own without scripts. The frame's own preload tells its
 * height; nothing else in it can speak to the window.
 */
export function MessageFrame({
  messageId,
  remote,
  title,
}: {
  messageId: string;
  remote: boolean;
  title: string;
}) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState(firstHeight);

  useEffect(() => {
    const onMessage = (event: MessageEvent) => {
      if (!frame.current || event.source !== frame.current.contentWindow) return;
      const data = event.data as { type?: unknown; height?: unknown } | null;
      if (data?.type !== FRAME_HEIGHT_MESSAGE || typeof data.height !== 'number') return;
      setHeight(Math.max(1, Math.min(tallest, data.height)));
    };
    window.addEventListener('message', onMessage);
    return () => window.removeEventListener('message', onMessage);
  }, []);

  return (
    <iframe
      ref={frame}
      className={styles.frame}
      title={title}
      sandbox="allow-popups allow-popups-to-escape-sandbox"
      referrerPolicy="no-referrer"
      src={`skein-message://message/${encodeURIComponent(messageId)}?remote=${remote ? 1 : 0}`}
      style={{ height }}
    />
  );
}
