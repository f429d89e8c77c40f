import { plural } from './plural.ts';

/** Words of the question what becomes of messages that wait for their time in a thread that is thrown away. */
export const plannedStrings = {
  planned: {
    title: (n: number) =>
      plural(n, {
        one: 'A message here is still to be sent',
        other: '# messages here are still to be sent',
      }),
    at: (title: string, when: string) => `${title}, on ${when}`,
    body: (n: number) =>
      plural(n, { one: 'Should it go out all the same?', other: 'Should they go out all the same?' }),
    send: (n: number) => plural(n, { one: 'Send at its time', other: 'Send at their time' }),
    keep: 'Do not send',
    kept: 'What is not sent is kept among the drafts.',
  },
};
