/** Times, dates and sizes in the system's locale. Times are milliseconds since the epoch. */
const timeOfDay = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: 'short' });
const dayMonth = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const dayMonthYear = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' });
const longDay = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const longDayYear = new Intl.DateTimeFormat(undefined, {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
const whenShort = new Intl.DateTimeFormat(undefined, {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: 'numeric',
  minute: '2-digit',
});
const whenYear = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short' });
const sizes = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
const dayMs = 86_400_000;

function startOfDay(time: number): number {
  return new Date(time).setHours(0, 0, 0, 0);
}

/** Whole days between the days of two times. */
export function daysBetween(earlier: number, later: number): number {
  return Math.round((startOfDay(later) - startOfDay(earlier)) / dayMs);
}

export function formatTime(time: number): string {
  return timeOfDay.format(time);
}

export function formatFull(time: number): string {
  return full.format(time);
}

/** "22 Nov 2026". */
export function formatDate(time: number): string {
  return dayMonthYear.format(time);
}

/** For lists: the time today, the weekday this week, the date before, the year before this one. */
export function formatShort(time: number, now: number = Date.now()): string {
  const days = daysBetween(time, now);
  if (days <= 0 && days > -1) return timeOfDay.format(time);
  if (days > 0 && days < 7) return weekday.format(time);
  const sameYear = new Date(time).getFullYear() === new Date(now).getFullYear();
  return (sameYear ? dayMonth : dayMonthYear).format(time);
}

/** For messages: "10:42" today, "Fri 16:04" this week, the date and time before. */
export function formatStamp(time: number, now: number = Date.now()): string {
  const days = daysBetween(time, now);
  if (days === 0) return timeOfDay.format(time);
  return `${formatShort(time, now)} ${timeOfDay.format(time)}`;
}

/** For what is to come: "18:00" today, "Fri 27 Nov, 08:00" later on, with the year when it is not this one. */
export function formatWhen(time: number, now: number = Date.now()): string {
  if (daysBetween(now, time) === 0) return timeOfDay.format(time);
  const sameYear = new Date(time).getFullYear() === new Date(now).getFullYear();
  return (sameYear ? whenShort : whenYear).format(time);
}

/** "Friday 20 November", with the year when it is not this one. */
export function formatDay(time: number, now: number = Date.now()): string {
  const sameYear = new Date(time).getFullYear() === new Date(now).getFullYear();
  return (sameYear ? longDay : longDayYear).format(time);
}

/** Bytes as kB, MB or GB (powers of 1000, as file managers show them). */
export function formatSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`;
  if (bytes < 1_000_000_000) return `${sizes.format(bytes / 1_000_000)} MB`;
  return `${sizes.format(bytes / 1_000_000_000)} GB`;
}
