import { describe, expect, it } from 'vitest';
import { type Purpose, timeChoices, toInput } from '../../../renderer/features/when/choices.ts';

const EUROPE = { weekend: [6, 7] };
const EGYPT = { weekend: [5, 6] };

/** November 2026: the 23rd is a Monday. */
const on = (day: number, hour: number, minute = 0) => new Date(2026, 10, day, hour, minute).getTime();
const offered = (purpose: Purpose, now: number, week = EUROPE) =>
  timeChoices(purpose, now, week).map(({ name, at }) => `${name} ${toInput(at).slice(5)}`);

describe('times that are offered', () => {
  it('on a Wednesday morning', () => {
    expect(offered('later', on(25, 10, 10))).toEqual([
      'laterToday 11-25T13:30',
      'thisEvening 11-25T18:00',
      'tomorrow 11-26T08:00',
      'thisWeekend 11-28T08:00',
      'nextWeek 11-30T08:00',
    ]);
  });

  it('leave out what is over or would be said twice', () => {
    expect(offered('later', on(25, 17, 30))).toEqual([
      'tomorrow 11-26T08:00',
      'thisWeekend 11-28T08:00',
      'nextWeek 11-30T08:00',
    ]);
    expect(offered('later', on(29, 12))).toEqual([
      'laterToday 11-29T15:00',
      'thisEvening 11-29T18:00',
      'tomorrow 11-30T08:00',
    ]);
    expect(offered('later', on(27, 20))).toEqual(['tomorrow 11-28T08:00', 'nextWeek 11-30T08:00']);
  });

  it('follow the week of the region', () => {
    expect(offered('later', on(24, 20), EGYPT)).toEqual([
      'tomorrow 11-25T08:00',
      'thisWeekend 11-27T08:00',
      'nextWeek 11-29T08:00',
    ]);
  });

  it('for sending and for reminders', () => {
    expect(offered('send', on(25, 10))).toEqual([
      'thisEvening 11-25T18:00',
      'tomorrow 11-26T08:00',
      'tomorrowAfternoon 11-26T13:00',
      'nextWeek 11-30T08:00',
    ]);
    expect(offered('remind', on(25, 10))).toEqual([
      'tomorrow 11-26T08:00',
      'inThreeDays 11-28T08:00',
      'nextWeek 11-30T08:00',
      'inTwoWeeks 12-09T08:00',
    ]);
  });
});
