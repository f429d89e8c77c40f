import { expect, test } from 'vitest';
import { participantsText } from '../../../renderer/features/threads/rowText.ts';

const people = (...names: string[]) => names.map((name, at) => ({ name, address: `p${at}@example.test` }));

test.each([
  [people('Dario Pell'), 1, 'Dario Pell'],
  [people('Dario Pell', 'Mina Okafor', 'Ana', 'Bob'), 4, 'Dario Pell, Mina Okafor +2'],
  [people('Dario Pell', 'Mina Okafor'), 7, 'Dario Pell, Mina Okafor +5'],
  [people('Jamis', 'Jamis'), 2, 'Jamis'],
  [people('Jamis', 'Jamis', 'Ana', 'Bob'), 5, 'Jamis, Ana +2'],
])('the people of a thread, %#', (participants, participantCount, expected) => {
  expect(participantsText({ participants, participantCount })).toBe(expected);
});
