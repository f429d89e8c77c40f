import { type Command, CommandError } from './command.ts';

/** A command whose name is settled and that does not work yet. */
function notYet(name: string, usage: string, summary: string): Command {
  return {
    usage: [usage],
    summary: `${summary} Not yet.`,
    async run() {
      throw new CommandError('not-yet', `skein ${name} does not work yet.`, 'Nothing was changed.');
    },
  };
}

export const match = notYet(
  'match',
  'CONTACTS.csv',
  'Finds which rows of an address book are the same person.',
);
