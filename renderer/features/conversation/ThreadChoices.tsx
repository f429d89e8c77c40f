import { Bell, BellOff, Clock, CornerDownLeft, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Thread } from '#shared/contract/threads.ts';
import { actOnThreads } from '../../app/acts.ts';
import { askWhen } from '../../app/askWhen.ts';
import { formatWhen } from '../../app/format.ts';
import { strings } from '../../app/strings/index.ts';
import { Button } from '../../design/Button.tsx';
import styles from './ThreadChoices.module.css';

const t = strings.when;

function Line({ Icon, text, children }: { Icon: LucideIcon; text: string; children?: ReactNode }) {
  return (
    <li className={styles.line}>
      <Icon aria-hidden />
      <span className={styles.text}>{text}</span>
      <span className={styles.acts}>{children}</span>
    </li>
  );
}

function Act({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <Button size="small" variant="quiet" onClick={onClick}>
      {label}
    </Button>
  );
}

/** Over the messages: what the user chose for this thread, and how to change it. */
export function ThreadChoices({ thread }: { thread: Thread }) {
  const { id, laterUntil, remindAt, muted, back } = thread;
  if (laterUntil === null && remindAt === null && !muted && back === null) return null;
  return (
    <ul className={styles.lines}>
      {back ? (
        <Line Icon={CornerDownLeft} text={t.says.back[back.why](formatWhen(back.at))}>
          {back.why === 'no-answer' ? <Act label={t.again} onClick={() => askWhen('remind', [id])} /> : null}
        </Line>
      ) : null}
      {laterUntil === null ? null : (
        <Line Icon={Clock} text={t.says.later(formatWhen(laterUntil))}>
          <Act label={t.changeShort} onClick={() => askWhen('later', [id])} />
          <Act label={t.toInbox} onClick={() => void actOnThreads([id], 'inbox')} />
        </Line>
      )}
      {remindAt === null ? null : (
        <Line Icon={Bell} text={t.says.remind(formatWhen(remindAt))}>
          <Act label={t.changeShort} onClick={() => askWhen('remind', [id])} />
          <Act label={t.noReminder} onClick={() => void actOnThreads([id], 'unremind')} />
        </Line>
      )}
      {muted ? (
        <Line Icon={BellOff} text={t.says.muted}>
          <Act label={t.unmute} onClick={() => void actOnThreads([id], 'unmute')} />
        </Line>
      ) : null}
    </ul>
  );
}
