import { CalendarDays, CalendarX2, Check, MapPin, Repeat, TriangleAlert, UserRound } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { CalendarEvent, Guest, Invitation, InvitationAnswer } from '#shared/contract/calendar.ts';
import type { MailItem } from '#shared/contract/timeline.ts';
import { answerInvitation } from '../../app/invitation.ts';
import { strings } from '../../app/strings/index.ts';
import { Banner } from '../../design/Banner.tsx';
import { Button } from '../../design/Button.tsx';
import { cx } from '../../design/cx.ts';
import { nameOf } from '../threads/rowText.ts';
import { elsewhereText, recurrenceText, whenText } from './event-words.ts';
import styles from './InvitationCard.module.css';
import { MessageText } from './MessageText.tsx';

const t = strings.calendar;
const answers: readonly InvitationAnswer[] = ['accepted', 'tentative', 'declined'];

function Line({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <div className={styles.line}>
      {icon}
      <div className={styles.lineBody}>{children}</div>
    </div>
  );
}

function When({ event }: { event: Pick<CalendarEvent, 'start' | 'end'> }) {
  const elsewhere = elsewhereText(event.start);
  return (
    <>
      {whenText(event)}
      {elsewhere ? <span className={styles.meta}> · {elsewhere}</span> : null}
    </>
  );
}

/** What an update changed, as it was. */
function Before({ before }: { before: NonNullable<Invitation['before']> }) {
  const words: string[] = [];
  if (before.title !== undefined) words.push(before.title || t.untitled);
  if (before.start !== undefined) words.push(whenText({ start: before.start, end: before.end ?? null }));
  if (before.location !== undefined) words.push(before.location || t.beforeNowhere);
  if (before.recurrence !== undefined)
    words.push(before.recurrence ? recurrenceText(before.recurrence) : t.beforeOnce);
  return (
    <dl className={styles.before}>
      <dt>{t.before}</dt>
      <dd>
        <s>{words.join(' · ')}</s>
      </dd>
    </dl>
  );
}

function GuestLine({ guest }: { guest: Guest }) {
  return (
    <li>
      <span className={styles.guest} title={guest.address}>
        {nameOf(guest)}
      </span>
      <span className={styles.meta}>
        {t.guestStatus[guest.status]}
        {guest.optional ? `, ${t.optional}` : ''}
      </span>
    </li>
  );
}

function Guests({ invitation }: { invitation: Invitation }) {
  const { guests, guestCount, tally, organiser, mine } = invitation;
  const said = answers.filter((status) => tally[status] > 0).map((status) => t.tally[status](tally[status]));
  const who = mine ? t.youOrganise : organiser ? t.organises(nameOf(organiser)) : '';
  if (guestCount === 0) return who ? <Line icon={<UserRound aria-hidden />}>{who}</Line> : null;
  const summary = `${t.guests(guestCount)}${said.length > 0 ? `: ${said.join(', ')}` : ''}`;
  return (
    <Line icon={<UserRound aria-hidden />}>
      {who ? <div>{who}</div> : null}
      <details className={styles.guests}>
        <summary>{summary}</summary>
        <ul>
          {guests.map((guest, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: one guest may be named twice, and the list never moves
            <GuestLine key={index} guest={guest} />
          ))}
          {guestCount > guests.length ? (
            <li className={styles.meta}>{t.moreGuests(guestCount - guests.length)}</li>
          ) : null}
        </ul>
      </details>
    </Line>
  );
}

function Answer({ item, invitation }: { item: MailItem; invitation: Invitation }) {
  const [busy, setBusy] = useState<InvitationAnswer | null>(null);
  const { status, waiting, organiser } = invitation;
  const answer = async (wanted: InvitationAnswer) => {
    if (busy || wanted === status) return;
    setBusy(wanted);
    await answerInvitation(item.id, wanted);
    setBusy(null);
  };
  return (
    <div className={styles.answer}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset brings a legend that stands above its buttons */}
      <div role="group" aria-label={t.answer} className={styles.buttons}>
        {answers.map((choice) => (
          <Button
            key={choice}
            variant={choice === status ? 'primary' : 'default'}
            aria-pressed={choice === status}
            busy={busy === choice}
            icon={choice === status ? <Check aria-hidden /> : undefined}
            onClick={() => void answer(choice)}
          >
            {choice === status ? t.answered[choice] : t.accept[choice]}
          </Button>
        ))}
      </div>
      <p className={styles.meta} role="status">
        {waiting ? t.leaving : organiser && status === 'needs-action' ? t.goes(nameOf(organiser)) : ''}
      </p>
    </div>
  );
}

function Doubt({ item, method }: { item: MailItem; method: Invitation['method'] }) {
  const who = item.from.address;
  return (
    <Banner tone="warn" icon={<TriangleAlert aria-hidden />}>
      {method === 'reply' ? t.doubtfulAnswer(who) : t.doubtfulCancel(who)}
    </Banner>
  );
}

/** What the heading says: what the mail does with the event, or what a guest answered. */
function headingOf(item: MailItem, invitation: Invitation): string {
  const { method, before, occurrence, guests } = invitation;
  if (method === 'reply') {
    const guest = guests[0];
    if (item.fromMe) return t.said[guest?.status ?? 'needs-action'] || t.kind.other;
    return t.theirs[guest?.status ?? 'needs-action'](guest ? nameOf(guest) : nameOf(item.from));
  }
  if (method === 'request' && before) return t.kind.updated;
  return method === 'request' && occurrence ? t.kind.occurrence : t.kind[method];
}

function stateWords({ state, method, doubtful, occurrence }: Invitation): string | null {
  if (state === 'updated') return t.outdated;
  if (state !== 'cancelled' || doubtful) return null;
  return method === 'cancel' && occurrence ? t.cancelledOnce : t.cancelled;
}

/** An event that came by mail: what, when, where, who, and the user's answer. */
export function InvitationCard({ item, invitation }: { item: MailItem; invitation: Invitation }) {
  const { method, title, location, recurrence, state, before, comment, doubtful, otherEvents } = invitation;
  const off = state === 'cancelled' && !doubtful;
  const Icon = off ? CalendarX2 : CalendarDays;
  const told = stateWords(invitation);
  return (
    <section className={cx(styles.card, state !== 'current' && styles.past)} aria-label={title || t.untitled}>
      <header className={styles.head}>
        <Icon aria-hidden />
        <div className={styles.headBody}>
          <span className={styles.kind}>{headingOf(item, invitation)}</span>
          <h4 className={cx(styles.title, off && styles.off)} data-selectable="" dir="auto">
            {title || t.untitled}
          </h4>
        </div>
      </header>
      <div className={styles.lines} data-selectable="">
        <Line icon={<CalendarDays role="img" aria-label={t.when} />}>
          <When event={invitation} />
        </Line>
        {recurrence ? <Line icon={<Repeat aria-hidden />}>{recurrenceText(recurrence)}</Line> : null}
        {location ? (
          <Line icon={<MapPin role="img" aria-label={t.where} />}>
            <MessageText text={location} />
          </Line>
        ) : null}
        {before ? <Before before={before} /> : null}
        {method === 'reply' ? null : <Guests invitation={invitation} />}
        {comment ? <MessageText text={comment} quiet /> : null}
        {otherEvents > 0 ? <p className={styles.meta}>{t.otherEvents(otherEvents)}</p> : null}
      </div>
      {doubtful ? <Doubt item={item} method={method} /> : null}
      {told ? <p className={styles.state}>{told}</p> : null}
      {invitation.answerable ? <Answer item={item} invitation={invitation} /> : null}
    </section>
  );
}
