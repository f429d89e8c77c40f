import { useQuery } from '@tanstack/react-query';
import { engine } from '../../app/engine.ts';
import { accountsQuery } from '../../app/queries.ts';
import { keys } from '../../app/queryKeys.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { RemovalDialog } from '../settings/RemovalDialog.tsx';
import { useDialogAct } from '../settings/useDialogAct.ts';

const t = strings.mailboxes;

/** Asks before a mailbox is deleted, and says where its messages go. */
export default function RemoveMailboxDialog() {
  const overlay = useApp((app) => app.overlay);
  const close = useApp((app) => app.closeOverlay);
  const accounts = useQuery(accountsQuery()).data ?? [];
  const act = useDialogAct(keys.accounts, close);
  const id = overlay?.kind === 'remove-mailbox' ? overlay.mailboxId : null;
  const account = accounts.find(({ mailboxes }) => mailboxes.some((one) => one.id === id));
  const mailbox = account?.mailboxes.find((one) => one.id === id);
  if (!account || !mailbox) return null;
  const hasAll = account.mailboxes.some(({ role }) => role === 'all');
  const known = mailbox.checkedAt !== null || mailbox.total > 0;
  const where = hasAll ? t.removeLabel : known ? t.removeToTrash(mailbox.total) : t.removeUnknown;

  const remove = async () => {
    const { actionId, moved } = await engine.mailboxes.remove({ id: mailbox.id });
    const app = useApp.getState();
    if (app.place.kind === 'mailbox' && app.place.mailboxId === mailbox.id)
      app.goTo({ kind: 'view', view: 'inbox' });
    app.toast({ text: t.removed(mailbox.name, moved), undoActionId: actionId });
  };

  return (
    <RemovalDialog
      title={t.removeTitle(mailbox.name)}
      description={known && mailbox.total === 0 ? t.removeEmpty : where}
      label={t.removeAct}
      act={act}
      remove={remove}
      onBack={close}
      onClose={close}
    />
  );
}
