import type { Address } from '#shared/contract/model.ts';
import type { ThreadRow } from '#shared/contract/threads.ts';
import { displayAddress } from '../../app/displayAddress.ts';
import { formatWhen } from '../../app/format.ts';
import { strings } from '../../app/strings/index.ts';

const t = strings.list;
const namesShown = 2;

/** The name a person goes by in lists. */
export function nameOf(address: Address): string {
  return address.name.trim() || displayAddress(address.address);
}

/** "Dario Pell, Mina Okafor +2"; somebody with two addresses once. */
export function participantsText(row: Pick<ThreadRow, 'participants' | 'participantCount'>): string {
  const names = row.participants.map(nameOf);
  const shown = [...new Set(names)].slice(0, namesShown);
  const named = names.filter((name) => shown.includes(name)).length;
  const others = Math.max(row.participantCount, names.length) - named;
  return others > 0 ? `${shown.join(', ')} ${t.others(others)}` : shown.join(', ');
}

/** The two lines under the names: a text has no subject, so its words go first. */
export function linesOf(row: ThreadRow): { title: string; below: string } {
  const onlyTexts = row.channels.every((channel) => channel === 'sms');
  const snippet = row.snippetFromMe && row.snippet ? `${t.you}: ${row.snippet}` : row.snippet;
  if (onlyTexts) return { title: snippet, below: t.textMessage };
  return { title: row.subject || t.noSubject, below: snippet };
}

/** What was chosen for the thread that matters most just now: when it comes back, or why it did. */
export function chosenText({ laterUntil, remindAt, sendsAt, back }: ThreadRow, now: number): string | null {
  const t = strings.when;
  if (laterUntil !== null) return t.until(formatWhen(laterUntil, now));
  if (back) return t.back[back.why];
  if (sendsAt !== null) return t.planned(formatWhen(sendsAt, now));
  return remindAt === null ? null : t.reminder(formatWhen(remindAt, now));
}

/** What the row shows by signs alone, in words for assistive technology. */
export function spokenSigns(row: ThreadRow): string {
  const channels =
    row.channels.length > 1 ? strings.channels.both : strings.channels[row.channels[0] ?? 'mail'];
  return [
    channels,
    row.pinned ? t.pinned : '',
    row.muted ? strings.when.muted : '',
    row.starred ? t.starred : '',
    row.hasAttachments ? t.hasFiles : '',
    row.unread > 0 ? t.unreadMark : '',
  ]
    .filter(Boolean)
    .join(', ');
}
