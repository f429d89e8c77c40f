import { ChevronDown } from 'lucide-react';
import type { Sender } from '#shared/contract/senders.ts';
import { strings } from '../../app/strings/index.ts';
import { IconButton } from '../../design/IconButton.tsx';
import { Menu, MenuItem } from '../../design/Menu.tsx';

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
  return (
    <Menu
      label={t.fromWhom}
      trigger={
        <IconButton
          label={sender ? t.from(written(sender)) : t.fromWhom}
          icon={<ChevronDown aria-hidden />}
        />
      }
    >
      {senders.map((one) => (
        <MenuItem
          key={one.id}
          label={written(one)}
          checked={one.id === sender?.id}
          onSelect={() => onChange(one.id)}
        />
      ))}
    </Menu>
  );
}
