import { useQuery } from '@tanstack/react-query';
import { Folder } from 'lucide-react';
import { useState } from 'react';
import { actOnThreads } from '../../app/acts.ts';
import { accountsQuery } from '../../app/queries.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { Dialog } from '../../design/Dialog.tsx';
import { PickField } from '../../design/PickField.tsx';

const t = strings.move;

/** Chooses the mailbox that threads move to: type to narrow, arrows to choose, Enter to move. */
export default function MoveDialog() {
  const overlay = useApp((app) => app.overlay);
  const close = useApp((app) => app.closeOverlay);
  const { data: accounts = [] } = useQuery(accountsQuery());
  const [text, setText] = useState('');
  if (overlay?.kind !== 'move') return null;

  const wanted = text.trim().toLocaleLowerCase();
  const targets = accounts
    .flatMap((account) => account.mailboxes.map((mailbox) => ({ mailbox, account })))
    .filter(({ mailbox }) => !['drafts', 'all', 'sent'].includes(mailbox.role))
    .filter(({ mailbox }) => mailbox.name.toLocaleLowerCase().includes(wanted));
  const move = ({ id, name }: { id: string; name: string }) => {
    close();
    void actOnThreads(overlay.threadIds, 'move', { mailboxId: id, name });
  };

  return (
    <Dialog open onOpenChange={close} title={t.title(overlay.threadIds.length)}>
      <PickField
        label={t.filter}
        listLabel={t.filter}
        value={text}
        onChange={setText}
        error={targets.length === 0 ? t.none : null}
        options={targets.map(({ mailbox, account }) => ({
          key: mailbox.id,
          value: mailbox,
          icon: <Folder aria-hidden />,
          label: mailbox.name,
          note: accounts.length > 1 ? account.address : null,
        }))}
        onPick={move}
      />
    </Dialog>
  );
}
