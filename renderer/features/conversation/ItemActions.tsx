import {
  Code,
  Download,
  Ellipsis,
  FileText,
  Forward,
  Info,
  Printer,
  Reply,
  ReplyAll,
  Star,
  Trash2,
} from 'lucide-react';
import type { TimelineItem } from '#shared/contract/timeline.ts';
import { starMessage } from '../../app/acts.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { IconButton } from '../../design/IconButton.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../design/Menu.tsx';
import { Popover } from '../../design/Popover.tsx';
import { printMessages, saveMessage, savePdf } from './message-acts.ts';
import styles from './Timeline.module.css';

const t = strings.conversation;
const words = strings.transfers.message;

/** Why a message is here, and what can be done with it alone. */
export function ItemActions({ item, threadId }: { item: TimelineItem; threadId: string }) {
  const app = useApp.getState();
  const compose = (mode: 'reply' | 'reply-all' | 'forward') =>
    app.requestCompose({ mode, channel: item.kind, threadId, answers: item.id, to: [] });
  return (
    <span className={styles.itemActions}>
      <Popover
        label={t.why}
        trigger={<IconButton className={styles.small} label={t.why} icon={<Info aria-hidden />} />}
      >
        <p className={styles.whyTitle}>{t.why}</p>
        <p data-selectable="">{item.reason}</p>
      </Popover>
      <Menu
        align="end"
        label={strings.common.more}
        trigger={
          <IconButton className={styles.small} label={strings.common.more} icon={<Ellipsis aria-hidden />} />
        }
      >
        <MenuItem
          icon={<Reply aria-hidden />}
          label={strings.commands.reply[0] ?? ''}
          onSelect={() => compose('reply')}
        />
        {item.kind === 'mail' && item.to.length + item.cc.length > 1 ? (
          <MenuItem
            icon={<ReplyAll aria-hidden />}
            label={strings.commands['reply-all'][0] ?? ''}
            onSelect={() => compose('reply-all')}
          />
        ) : null}
        {item.kind === 'mail' ? (
          <MenuItem
            icon={<Forward aria-hidden />}
            label={strings.commands.forward[0] ?? ''}
            onSelect={() => compose('forward')}
          />
        ) : null}
        <MenuItem
          icon={<Star aria-hidden />}
          label={item.starred ? t.unstar : t.star}
          onSelect={() => void starMessage(item.id, !item.starred)}
        />
        {item.kind === 'mail' ? (
          <MenuItem
            icon={<Code aria-hidden />}
            label={t.source}
            onSelect={() => app.showOverlay({ kind: 'source', messageId: item.id })}
          />
        ) : null}
        <MenuItem
          icon={<Printer aria-hidden />}
          label={words.print}
          onSelect={() => void printMessages({ kind: 'message', id: item.id })}
        />
        <MenuItem
          icon={<FileText aria-hidden />}
          label={words.savePdf}
          onSelect={() => void savePdf({ kind: 'message', id: item.id })}
        />
        {item.kind === 'mail' ? (
          <MenuItem
            icon={<Download aria-hidden />}
            label={words.saveEml}
            onSelect={() => void saveMessage(item.id)}
          />
        ) : null}
        <MenuSeparator />
        <MenuItem
          danger
          icon={<Trash2 aria-hidden />}
          label={t.erase}
          onSelect={() => app.showOverlay({ kind: 'erase', scope: { kind: 'message', id: item.id } })}
        />
      </Menu>
    </span>
  );
}
