import { Bell, ChevronDown, Clock } from 'lucide-react';
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
  const remind = () =>
    useApp.getState().showOverlay({
      kind: 'when',
      purpose: 'remind',
      count: 1,
      current: remindAt,
      choose: onRemind,
      ...(remindAt === null ? {} : { clear: () => onRemind(null) }),
    });
  return (
    <span className={styles.send}>
      <Button type="submit" variant="primary" busy={busy} {...tooltip(strings.composer.send, 'Mod+Enter')}>
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
          shortcut="Mod+Shift+Enter"
          onSelect={onLater}
        />
        <MenuItem label={t.remind} icon={<Bell aria-hidden />} onSelect={remind} />
        {report ? <AskForReport {...report} /> : null}
      </Menu>
    </span>
  );
}
