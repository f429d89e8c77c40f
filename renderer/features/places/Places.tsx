import { useQuery } from '@tanstack/react-query';
import {
  Archive,
  Clock,
  Folder,
  Inbox,
  type LucideIcon,
  OctagonAlert,
  PencilLine,
  Plus,
  Send,
  Settings,
  Settings2,
  Star,
  Trash2,
  Upload,
} from 'lucide-react';
import { type ReactElement, type ReactNode, useEffect, useRef } from 'react';
import type { Account } from '#shared/contract/accounts.ts';
import type { Label } from '#shared/contract/labels.ts';
import type { MailboxState } from '#shared/contract/mailboxes.ts';
import type { PlaceCounts } from '#shared/contract/places.ts';
import { type CommandId, runCommand, shortcutOf } from '../../app/commands.ts';
import { displayAddress } from '../../app/displayAddress.ts';
import { labelColour } from '../../app/labels.ts';
import { accountsQuery, countsQuery, labelsQuery, settingsQuery } from '../../app/queries.ts';
import { type PlaceRef, useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { count } from '../../app/strings/plural.ts';
import { mediumWindow, useMedia } from '../../app/useMedia.ts';
import { ContextMenu, ContextMenuItem } from '../../design/ContextMenu.tsx';
import { cx } from '../../design/cx.ts';
import { IconButton } from '../../design/IconButton.tsx';
import { tooltip } from '../../design/Tooltip.ts';
import {
  askNewMailbox,
  askRemoval,
  askRename,
  isChangeable,
  isListed,
  setSubscribed,
} from '../mailboxes/mailbox-acts.ts';
import styles from './Places.module.css';

const t = strings.places;
const m = strings.mailboxes;

interface Fixed {
  command: CommandId;
  place: PlaceRef;
  name: string;
  Icon: LucideIcon;
}

const fixed: readonly Fixed[] = [
  { command: 'go-inbox', place: { kind: 'view', view: 'inbox' }, name: t.inbox, Icon: Inbox },
  { command: 'go-later', place: { kind: 'view', view: 'later' }, name: t.later, Icon: Clock },
  { command: 'go-starred', place: { kind: 'view', view: 'starred' }, name: t.starred, Icon: Star },
  { command: 'go-drafts', place: { kind: 'drafts' }, name: t.drafts, Icon: PencilLine },
  { command: 'go-outbox', place: { kind: 'outbox' }, name: t.outbox, Icon: Upload },
  { command: 'go-sent', place: { kind: 'view', view: 'sent' }, name: t.sent, Icon: Send },
  { command: 'go-archive', place: { kind: 'view', view: 'archive' }, name: t.archive, Icon: Archive },
  { command: 'go-junk', place: { kind: 'view', view: 'junk' }, name: t.junk, Icon: OctagonAlert },
  { command: 'go-trash', place: { kind: 'view', view: 'trash' }, name: t.trash, Icon: Trash2 },
];

function samePlace(a: PlaceRef, b: PlaceRef): boolean {
  if (a.kind !== b.kind) return false;
  if (a.kind === 'view' && b.kind === 'view') return a.view === b.view;
  if (a.kind === 'mailbox' && b.kind === 'mailbox') return a.mailboxId === b.mailboxId;
  if (a.kind === 'label' && b.kind === 'label') return a.labelId === b.labelId;
  if (a.kind === 'account' && b.kind === 'account') return a.accountId === b.accountId;
  return true;
}

interface Badge {
  text: string;
  spoken: string;
  urgent?: boolean;
}

function badgesOf(data: PlaceCounts | undefined): Partial<Record<CommandId, Badge>> {
  if (!data) return {};
  const badges: Partial<Record<CommandId, Badge>> = {};
  if (data.inboxUnread > 0)
    badges['go-inbox'] = { text: count(data.inboxUnread), spoken: t.unread(data.inboxUnread) };
  if (data.drafts > 0) badges['go-drafts'] = { text: count(data.drafts), spoken: t.draftCount(data.drafts) };
  if (data.outboxAttention > 0) {
    const spoken = t.needYou(data.outboxAttention);
    badges['go-outbox'] = { text: count(data.outboxAttention), spoken, urgent: true };
  } else if (data.outbox > 0) {
    badges['go-outbox'] = { text: count(data.outbox), spoken: t.waiting(data.outbox) };
  }
  return badges;
}

/** A number for the eye, and what it counts for assistive technology. */
function Count({ badge }: { badge: Badge }) {
  return (
    <span className={cx(styles.count, badge.urgent && styles.urgent)}>
      <span aria-hidden="true">{badge.text}</span>
      <span className="visually-hidden">, {badge.spoken}</span>
    </span>
  );
}

function FixedPlace({ entry, badge, rail }: { entry: Fixed; badge: Badge | undefined; rail: boolean }) {
  const current = useApp((app) => samePlace(app.place, entry.place));
  return (
    <li>
      <button
        type="button"
        className={styles.place}
        {...tooltip(entry.name, shortcutOf(entry.command), 'right')}
        aria-current={current ? 'page' : undefined}
        aria-label={rail ? [entry.name, badge?.spoken].filter(Boolean).join(', ') : undefined}
        data-region-focus={current ? '' : undefined}
        onClick={() => useApp.getState().goTo(entry.place)}
      >
        <entry.Icon aria-hidden />
        <span className={styles.name}>{entry.name}</span>
        {badge ? <Count badge={badge} /> : null}
      </button>
    </li>
  );
}

function LabelPlace({ label, unread }: { label: Label; unread: number }) {
  const place: PlaceRef = { kind: 'label', labelId: label.id, name: label.name };
  const sign = <span className={styles.dot} style={{ background: labelColour(label) }} aria-hidden="true" />;
  return <li>{useNamedPlace({ place, name: label.name, unread, sign })}</li>;
}

function MailboxPlace({
  account,
  mailbox,
  unread,
}: {
  account: Account;
  mailbox: MailboxState;
  unread: number;
}) {
  const { id, name, inside } = mailbox;
  const title = inside.length > 0 ? m.inside([...inside, name]) : undefined;
  const place: PlaceRef = { kind: 'mailbox', mailboxId: id, name };
  const button = useNamedPlace({ place, name, unread, sign: <Folder aria-hidden />, title });
  if (!isChangeable(account, mailbox)) return <li>{button}</li>;
  return (
    <li>
      <ContextMenu target={button}>
        <ContextMenuItem label={m.createInside} onSelect={() => askNewMailbox(account.id, id)} />
        <ContextMenuItem label={m.rename} onSelect={() => askRename(id)} />
        <ContextMenuItem
          label={mailbox.subscribed ? m.hideElsewhere : m.showElsewhere}
          onSelect={() => void setSubscribed(mailbox, !mailbox.subscribed)}
        />
        <ContextMenuItem label={m.remove} danger onSelect={() => askRemoval(id)} />
      </ContextMenu>
    </li>
  );
}

/** The button of a place the user named. */
function useNamedPlace({
  place,
  name,
  unread,
  sign,
  title,
}: {
  place: PlaceRef;
  name: string;
  unread: number;
  sign: ReactNode;
  title?: string | undefined;
}): ReactElement {
  const current = useApp((app) => samePlace(app.place, place));
  return (
    <button
      type="button"
      className={styles.place}
      aria-current={current ? 'page' : undefined}
      title={title}
      onClick={() => useApp.getState().goTo(place)}
    >
      {sign}
      <span className={styles.name}>{name}</span>
      {unread > 0 ? <Count badge={{ text: count(unread), spoken: t.unread(unread) }} /> : null}
    </button>
  );
}

function AccountPlace({ account }: { account: Account }) {
  const place: PlaceRef = { kind: 'account', accountId: account.id, name: displayAddress(account.address) };
  const current = useApp((app) => samePlace(app.place, place));
  const state = account.sync.state;
  return (
    <li>
      <button
        type="button"
        className={cx(styles.place, styles.account)}
        aria-current={current ? 'page' : undefined}
        title={account.address}
        onClick={() => useApp.getState().goTo(place)}
      >
        <span className={styles.dot} data-state={state} aria-hidden="true" />
        <span className={styles.accountText}>
          <span className={styles.name}>{displayAddress(account.address)}</span>
          <span className={state === 'idle' ? 'visually-hidden' : styles.word} data-state={state}>
            {t.syncWord[state]}
          </span>
        </span>
      </button>
    </li>
  );
}

/** The left column. Full, icons only, or a drawer over a narrower window. */
export function Places() {
  const medium = useMedia(mediumWindow);
  const open = useApp((app) => app.placesOpen);
  const collapsed = useQuery(settingsQuery()).data?.placesCollapsed ?? false;
  const { data: accounts = [] } = useQuery(accountsQuery());
  const { data: counts } = useQuery(countsQuery());
  const badges = badgesOf(counts);
  const nav = useRef<HTMLElement>(null);
  const drawer = medium && open;
  const rail = !drawer && (medium || collapsed);
  const { data: labels = [] } = useQuery(labelsQuery());
  const mailboxes = accounts.flatMap((account) =>
    account.mailboxes.filter((box) => isListed(account, box)).map((mailbox) => ({ account, mailbox })),
  );
  const settingsCurrent = useApp((app) => app.place.kind === 'settings');

  useEffect(() => {
    if (drawer) nav.current?.querySelector<HTMLElement>('[aria-current], button')?.focus();
  }, [drawer]);

  return (
    <>
      {drawer ? (
        <button
          type="button"
          className={styles.scrim}
          aria-label={strings.common.close}
          onClick={() => useApp.getState().set({ placesOpen: false })}
        />
      ) : null}
      <nav
        ref={nav}
        className={cx(styles.places, rail && styles.rail, drawer && styles.drawer)}
        aria-label={t.label}
        data-region="places"
        tabIndex={-1}
        onKeyDown={(event) => {
          if (drawer && event.key === 'Escape') {
            event.preventDefault();
            useApp.getState().set({ placesOpen: false });
          }
        }}
      >
        <ul>
          {fixed.map((entry) => (
            <FixedPlace key={entry.command} entry={entry} badge={badges[entry.command]} rail={rail} />
          ))}
        </ul>
        {!rail && labels.length > 0 ? (
          <>
            <h2 className={styles.heading}>
              {t.labels}
              <IconButton
                className={styles.manage}
                label={strings.labels.manage}
                icon={<Settings2 aria-hidden />}
                onClick={() => runCommand('labels')}
              />
            </h2>
            <ul>
              {labels.map((label) => (
                <LabelPlace key={label.id} label={label} unread={counts?.labelUnread[label.id] ?? 0} />
              ))}
            </ul>
          </>
        ) : null}
        {!rail && mailboxes.length > 0 ? (
          <>
            <h2 className={styles.heading}>{t.mailboxes}</h2>
            <ul>
              {mailboxes.map(({ account, mailbox }) => (
                <MailboxPlace
                  key={mailbox.id}
                  account={account}
                  mailbox={mailbox}
                  unread={counts?.mailboxUnread[mailbox.id] ?? 0}
                />
              ))}
            </ul>
          </>
        ) : null}
        {rail ? null : (
          <>
            <h2 className={styles.heading}>{t.accounts}</h2>
            <ul>
              {accounts.map((account) => (
                <AccountPlace key={account.id} account={account} />
              ))}
            </ul>
          </>
        )}
        <ul className={styles.last}>
          <li>
            <button
              type="button"
              className={styles.place}
              {...tooltip(t.settings, shortcutOf('go-settings'), 'right')}
              aria-current={settingsCurrent ? 'page' : undefined}
              aria-label={rail ? t.settings : undefined}
              onClick={() => useApp.getState().goTo({ kind: 'settings' })}
            >
              {accounts.length === 0 ? <Plus aria-hidden /> : <Settings aria-hidden />}
              <span className={styles.name}>{accounts.length === 0 ? t.connect : t.settings}</span>
            </button>
          </li>
        </ul>
      </nav>
    </>
  );
}
