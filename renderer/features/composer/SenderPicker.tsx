import { ChevronDown } from 'lucide-react';
import type { Sender } from '#shared/contract/senders.ts';
import { strings } from '../../app/strings/index.ts';
import { Button } from '../../design/Button.tsx';
import { Menu, MenuItem } from '../../design/Menu.tsx';
import styles from './Composer.module.css';

const t = strings.senders;

const written = ({ name, address }: Sender) => (name ? `${name} <${address}>` : address);

/** Which of an account's names and addresses the mail comes from. */
export function SenderPicker({
  senders,
  sender,
  onChange,
}: {
  senders: readonly Sender[];
  sender: Sender | null;
  onChange: (senderId: string) => void;
}) {
  const shown = sender ? t.from(written(sender)) : t.fromWhom;
  return (
    <Menu
      label={t.fromWhom}
      trigger={
        <Button size="small" variant="quiet" className={styles.sender} title={shown}>
          <span className={styles.channelText}>{shown}</span>
          <ChevronDown aria-hidden />
        </Button>
      }
    >
      {senders.map((one) => (
        <MenuItem key={one.id} label={written(one)} onSelect={() => onChange(one.id)} />
      ))}
    </Menu>
  );
}
