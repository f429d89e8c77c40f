import { Star, TriangleAlert } from 'lucide-react';
import { memo, useEffect, useRef, useState } from 'react';
import type { Address } from '#shared/contract/model.ts';
import type { MailItem } from '#shared/contract/timeline.ts';
import { tellError } from '../../app/acts.ts';
import { formatFull, formatSize, formatStamp } from '../../app/format.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { Banner } from '../../design/Banner.tsx';
import { cx } from '../../design/cx.ts';
import { SegmentedControl } from '../../design/SegmentedControl.tsx';
import { nameOf } from '../threads/rowText.ts';
import { Attachments } from './Attachments.tsx';
import { DeliveryReports } from './DeliveryReports.tsx';
import { Folded } from './Folded.tsx';
import { InvitationCard } from './InvitationCard.tsx';
import { ItemActions } from './ItemActions.tsx';
import styles from './MailCard.module.css';
import { MessageText } from './MessageText.tsx';
import { dragMessages } from './message-acts.ts';
import { OriginalView } from './OriginalView.tsx';
import { opensInOriginal } from './original.ts';
import { isMarked, SenderMark, SenderNotes, senderWords } from './SenderCheck.tsx';
import { Hold, SendTrouble } from './SendState.tsx';
import { isTall } from './text-blocks.ts';
import { UnsubscribeButton } from './Unsubscribe.tsx';
import { warningWords } from './warnings.ts';

const t = strings.conversation;
const longText = 700;

function spelled(addresses: readonly Address[]): string {
  return addresses
    .map(({ name, address }) => (name && name !== address ? `${name} <${address}>` : address))
    .join(', ');
}

function Details({ item }: { item: MailItem }) {
  const rows: [string, string][] = [
    [t.from, spelled([item.from])],
    [t.replyTo, spelled(item.replyTo)],
    [t.to, spelled(item.to)],
    [t.cc, spelled(item.cc)],
    [t.bcc, spelled(item.bcc)],
    [t.date, formatFull(item.date)],
    [strings.trust.sender, item.check ? senderWords(item.check) : ''],
  ];
  return (
    <dl className={styles.details} data-selectable="">
      {rows
        .filter(([, value]) => value !== '')
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

function Body({ item, original }: { item: MailItem; original: boolean }) {
  if (original) return <OriginalView item={item} />;
  // What the event card says needs no words beside it.
  if (item.invitation && item.text?.trim() === '') return null;
  if (item.text === null) return <p className={styles.quiet}>{t.bodyComing}</p>;
  return (
    <>
      {item.text.trim() === '' ? (
        <p className={styles.quiet}>{t.noText}</p>
      ) : (
        <MessageText text={item.text.trim()} />
      )}
    </>
  );
}

const comingWords = ({ attachments }: MailItem, bytes: number): string =>
  (attachments.some(({ toCome }) => toCome) ? strings.coming.files : t.filesComing)(formatSize(bytes));

/** Its files, and what of it is still to come. */
function Files({ item }: { item: MailItem }) {
  return (
    <>
      {item.bytesToCome === null ? null : (
        <p className={styles.coming} role="status">
          {comingWords(item, item.bytesToCome)}
        </p>
      )}
      <Attachments files={item.attachments} />
    </>
  );
}

/** One mail. Read and long ones start folded to a line; mine stand on the right. */
export const MailCard = memo(function MailCard({
  item,
  threadId,
  last,
  preferOriginal,
  leavable,
}: {
  item: MailItem;
  threadId: string;
  /** The newest item is always open. */
  last: boolean;
  preferOriginal: boolean;
  /** It names a way off the list by which it came. */
  leavable: boolean;
}) {
  const long = (item.text?.length ?? 0) > longText || (preferOriginal && item.hasHtml);
  const filesFirst = item.text !== null && isTall(item.text);
  const allOpen = useApp((app) => app.allOpen);
  const followed = useRef(allOpen);
  const [open, setOpen] = useState(
    allOpen ? allOpen.value || last : !item.isReport && (last || item.unread || !long),
  );
  useEffect(() => {
    if (allOpen === followed.current) return;
    followed.current = allOpen;
    if (allOpen) setOpen(allOpen.value || last);
  }, [allOpen, last]);
  const [details, setDetails] = useState(false);
  const [view, setView] = useState<'plain' | 'original'>(
    opensInOriginal(item, preferOriginal) ? 'original' : 'plain',
  );
  const who = item.fromMe ? t.you : nameOf(item.from);
  const state =
    item.sendState === 'queued' || item.sendState === 'sending' ? ` · ${t.send[item.sendState]}` : '';
  const marked = open && item.check !== null && isMarked(item.check);
  const held = item.holdUntil !== null && item.holdUntil > Date.now();
  return (
    <article
      className={cx(styles.card, item.fromMe && styles.mine, view === 'original' && open && styles.wide)}
      aria-label={`${who}, ${formatStamp(item.date)}, ${t.mail}`}
      data-message={item.id}
      data-unread={item.unread || undefined}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: for the pointer; the menu saves the same file */}
      <header
        className={styles.head}
        draggable
        onDragStart={(event) => {
          // The shell drags a file instead of what the page would.
          event.preventDefault();
          dragMessages([item.id]).catch(tellError);
        }}
      >
        <button
          type="button"
          className={cx(styles.who, (leavable || marked) && styles.besideButton)}
          aria-expanded={open ? details : false}
          title={open ? t.details : t.expand}
          onClick={() => (open ? setDetails((before) => !before) : setOpen(true))}
        >
          <span className={styles.name}>{who}</span>
          {open ? null : <span className={styles.preview}>{item.text?.slice(0, 160)}</span>}
        </button>
        {marked && item.check ? <SenderMark check={item.check} /> : null}
        {leavable ? <UnsubscribeButton /> : marked ? <span className={styles.filler} /> : null}
        {item.starred ? <Star className={styles.star} role="img" aria-label={t.starredMark} /> : null}
        <ItemActions item={item} threadId={threadId} />
        <span className={styles.stamp}>
          <time dateTime={new Date(item.date).toISOString()} title={formatFull(item.date)}>
            {formatStamp(item.date)}
          </time>
          {` · ${t.mail}${held ? '' : state}`}
        </span>
      </header>
      <DeliveryReports reports={item.reports} />
      {open ? (
        <div className={styles.body}>
          {details ? <Details item={item} /> : null}
          <SenderNotes item={item} />
          {warningWords(item.warnings).map((warning) => (
            <Banner key={warning} tone="warn" icon={<TriangleAlert aria-hidden />}>
              {warning}
            </Banner>
          ))}
          {item.invitation ? <InvitationCard item={item} invitation={item.invitation} /> : null}
          {filesFirst ? (
            <div className={styles.filesFirst}>
              <Files item={item} />
            </div>
          ) : null}
          <Body item={item} original={view === 'original'} />
          {filesFirst ? null : <Files item={item} />}
          {view === 'plain' ? <Folded folded={item.folded} /> : null}
          <Hold item={item} />
          <SendTrouble item={item} />
          {item.hasHtml || long || item.isReport ? (
            <div className={styles.foot}>
              {item.hasHtml ? (
                <SegmentedControl
                  label={t.view}
                  value={view}
                  options={[
                    { value: 'plain', label: t.plain },
                    { value: 'original', label: t.original },
                  ]}
                  onChange={setView}
                />
              ) : null}
              {(long && !last) || item.isReport ? (
                <button type="button" className={styles.foldLine} onClick={() => setOpen(false)}>
                  {t.collapse}
                </button>
              ) : null}
            </div>
          ) : null}
        </div>
      ) : null}
    </article>
  );
});
