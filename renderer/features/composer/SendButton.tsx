import { Bell, ChevronDown, Clock } from 'lucide-react';
import { shortcutOf } from '../../app/commands.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { Button } from '../../design/Button.tsx';
import { IconButton } from '../../design/IconButton.tsx';
import { Menu, MenuItem } from '../../design/Menu.tsx';
import { tooltip } from '../../design/Tooltip.ts';
import styles from './Composer.module.css';
import { AskForReport, type ReportChoice } from './DeliveryReport.tsx';

const t = strings.when;

/** Asks when a draft is to be sent. */
export function askToSendLater(choose: (at: number) => void): void {
  useApp.getState().showOverlay({ kind: 'when', purpose: 'send', count: 1, current: null, choose });
}

/** Asks when the thread is to come back if nobody answers, or takes that back. */
export function askForReminder(current: number | null, choose: (at: number | null) => void): void {
  useApp.getState().showOverlay({
    kind: 'when',
    purpose: 'remind',
    count: 1,
    current,
    choose,
    ...(current === null ? {} : { clear: () => choose(null) }),
  });
}

/** Sends, and beside it the other ways: at a time, and with a reminder. */
export function SendButton({
  busy,
  remindAt,
  report,
  onLater,
  onRemind,
}: {
  busy: boolean;
  remindAt: number | null;
  /** Texts have reports of their own. */
  report: ReportChoice | null;
  onLater: () => void;
  onRemind: (at: number | null) => void;
}) {
  return (
    <span className={styles.send}>
      <Button
        type="submit"
        variant="primary"
        busy={busy}
        {...tooltip(strings.composer.send, shortcutOf('send'))}
      >
        {strings.composer.send}
      </Button>
      <Menu
        align="end"
        label={t.sendOptions}
        trigger={<IconButton variant="default" label={t.sendOptions} icon={<ChevronDown aria-hidden />} />}
      >
        <MenuItem
          label={t.sendLater}
          icon={<Clock aria-hidden />}
          shortcut={shortcutOf('send-later')}
          onSelect={onLater}
        />
        <MenuItem
          label={t.remind}
          icon={<Bell aria-hidden />}
          shortcut={shortcutOf('send-remind')}
          onSelect={() => askForReminder(remindAt, onRemind)}
        />
        {report ? <AskForReport {...report} /> : null}
      </Menu>
    </span>
  );
}
