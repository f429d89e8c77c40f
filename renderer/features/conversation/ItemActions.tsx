import { Code, Ellipsis, Forward, Info, Reply, Star, Trash2 } from 'lucide-react';
import type { TimelineItem } from '#shared/contract/model.ts';
import { starMessage } from '../../app/acts.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { IconButton } from '../../design/IconButton.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../design/Menu.tsx';
import { Popover } from '../../design/Popover.tsx';
import styles from './Timeline.module.css';

const t = strings.conversation;

/** Why a message is here, and what can be done with it alone. */
export function ItemActions({ item, threadId }: { item: TimelineItem; threadId: string }) {
  const app = useApp.getState();
  const compose = (mode: 'reply' | 'forward') =>
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
