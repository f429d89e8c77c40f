import { Lock, Search, Server } from 'lucide-react';
import { strings } from '../../app/strings/index.ts';
import { Button } from '../../design/Button.tsx';
import { useAccountForms } from './account-forms.ts';
import { hasServers } from './mail-form.ts';
import styles from './Onboarding.module.css';
import type { DiscoveryState } from './useDiscovery.ts';

const words = strings.onboarding.mail;

/** One line about the servers of the address, and the way to change them. */
export function FoundServers({
  state,
  open,
  onOpen,
}: {
  state: DiscoveryState;
  open: boolean;
  onOpen: () => void;
}) {
  const form = useAccountForms((forms) => forms.mail);
  const known = hasServers(form);
  const domain = form.address.split('@')[1]?.trim() ?? '';
  const line =
    state === 'finding'
      ? { icon: <Search aria-hidden />, text: words.finding }
      : known
        ? { icon: <Lock aria-hidden />, text: words.foundEncrypted(form.imap.host) }
        : state === 'none'
          ? { icon: <Server aria-hidden />, text: words.notFound(domain) }
          : state === 'failed'
            ? { icon: <Server aria-hidden />, text: words.findFailed }
            : null;
  return (
    <div className={styles.found} role="status">
      {line?.icon}
      <span className={styles.foundText}>{line?.text}</span>
      {line && state !== 'finding' ? (
        <Button size="small" variant="quiet" aria-expanded={open} onClick={onOpen}>
          {open ? words.hideServers : words.change}
        </Button>
      ) : null}
    </div>
  );
}
