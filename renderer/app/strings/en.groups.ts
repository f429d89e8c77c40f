import { plural } from './plural.ts';

/** Words of groups of recipients. */
export const groupStrings = {
  groups: {
    title: 'Groups',
    hint: 'People you write to together. Type the name of a group where a mail says whom it is to.',
    add: 'Add group…',
    addTitle: 'A new group',
    editTitle: (name: string) => `Group “${name}”`,
    change: (name: string) => `Change the group “${name}”`,
    edit: 'Change…',
    name: 'Name',
    needsName: 'Give it a name to find it by.',
    members: 'Members',
    needsMembers: 'Put at least one address in it.',
    save: 'Save',
    remove: 'Remove',
    saved: (name: string) => `The group “${name}” is saved.`,
    removed: (name: string) => `The group “${name}” is removed.`,
    size: (n: number) => plural(n, { one: '# person', other: '# people' }),
    keep: 'Save as a group…',
  },
};
