import { plural } from './plural.ts';

/** Words of choosing a time, and of what was chosen for a thread. */
export const whenStrings = {
  title: {
    later: (n: number) =>
      plural(n, { one: 'When should this come back?', other: 'When should # threads come back?' }),
    remind: (n: number) =>
      plural(n, { one: 'Remind me if nobody answers', other: 'Remind me of # threads if nobody answers' }),
    send: () => 'When should this be sent?',
  },
  hint: {
    later: 'It comes back sooner when somebody writes.',
    remind: 'An answer from somebody else removes the reminder.',
    send: 'It is sent while Skein runs, else at the next start. It waits in the outbox until then.',
  },
  type: 'A time, for example “fri 9am”',
  times: 'Times',
  names: {
    laterToday: 'Later today',
    thisEvening: 'This evening',
    tomorrow: 'Tomorrow',
    tomorrowAfternoon: 'Tomorrow afternoon',
    inThreeDays: 'In three days',
    thisWeekend: 'This weekend',
    nextWeek: 'Next week',
    inTwoWeeks: 'In two weeks',
  },
  typed: 'As typed',
  notUnderstood: 'This is not understood, or it is past. Try “tomorrow 9:00”, “in 2 hours” or “24 dec”.',
  pick: 'Date and time',
  past: 'This time is past.',
  set: 'Set',
  now: { later: 'Back to the inbox now', remind: 'Remove the reminder' },
  current: (when: string) => `Now: ${when}`,
  acted: {
    later: (n: number, when: string) =>
      plural(n, { one: `Comes back ${when}`, other: `# threads come back ${when}` }),
    remind: (n: number, when: string) =>
      plural(n, {
        one: `You are reminded ${when} if nobody answers`,
        other: `You are reminded of # threads ${when} if nobody answers`,
      }),
  },
  /** In lists, short. */
  until: (when: string) => `Until ${when}`,
  reminder: (when: string) => `Reminder ${when}`,
  muted: 'Muted',
  back: { due: 'Back from later', message: 'Back: new message', 'no-answer': 'Nobody answered' },
  /** Over the conversation. */
  says: {
    later: (when: string) => `Put away until ${when}, or until somebody writes.`,
    remind: (when: string) => `You are reminded ${when} if nobody answers.`,
    muted: 'Muted: new messages stay out of the inbox and notify nobody until you unmute.',
    back: {
      due: (when: string) => `Back from later since ${when}.`,
      message: (when: string) => `Back from later because of a new message, ${when}.`,
      'no-answer': (when: string) => `Nobody answered until ${when}.`,
    },
  },
  planned: (when: string) => `Goes out ${when}`,
  editing: 'A draft again: it goes out when you send it, at once or later.',
  keptAsDraft: 'Not sent. It is among your drafts.',
  sendOptions: 'More ways to send',
  sendLater: 'Send later…',
  remind: 'Remind me if nobody answers…',
  noRemind: 'No reminder',
  willRemind: (when: string) => `If nobody answers, this comes back ${when}.`,
  edit: 'Edit',
  sendNow: 'Send now',
  dontSend: 'Do not send',
  change: 'Change time',
  changeShort: 'Change',
  toInbox: 'To inbox',
  noReminder: 'Remove',
  unmute: 'Unmute',
  again: 'Remind me again',
};
