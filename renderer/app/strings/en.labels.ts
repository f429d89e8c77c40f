import { plural } from './plural.ts';

/** Words of labels. */
export const labelStrings = {
  title: 'Labels',
  hint: 'Words to sort threads by; a thread can have several. Mail servers that support it keep them with your mail, so your other mail programs show them too. Labels of texts stay on this computer.',
  none: 'No labels yet. Press l on a thread and type a name, or make one here.',
  manage: 'Manage labels',
  add: 'New label…',
  addTitle: 'A new label',
  edit: 'Change…',
  editTitle: (name: string) => `Label “${name}”`,
  change: (name: string) => `Change the label “${name}”`,
  name: 'Name',
  needsName: 'Give the label a name.',
  colour: 'Colour',
  colours: ['Coral', 'Blue', 'Violet', 'Green', 'Amber', 'Pink'],
  save: 'Save',
  remove: 'Delete label',
  pick: (n: number) => plural(n, { one: 'Label this thread', other: 'Label # threads' }),
  find: 'Find a label, or type a new one',
  make: (name: string) => `Make “${name}” and give it`,
  on: 'has it',
  some: (n: number, of: number) => `${n} of ${of} have it`,
  typeOne: 'Type the name of the first label.',
  keys: { choose: 'give or take away', more: 'and go on' },
  given: (n: number, name: string) =>
    plural(n, { one: `Labelled “${name}”`, other: `Labelled # threads “${name}”` }),
  taken: (n: number, name: string) =>
    plural(n, { one: `Label “${name}” taken away`, other: `Label “${name}” taken from # threads` }),
  take: (name: string) => `Take the label “${name}” away`,
  of: (names: string) => `labels: ${names}`,
  inThread: 'Labels of this thread',
};
