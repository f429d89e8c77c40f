/** `skein import` */
import { resolve } from 'node:path';
import { type Command, CommandError, EXIT, readArguments } from './command.ts';
import { print, tell } from './output.ts';
import { withProfile } from './profile.ts';

const MOST_PATHS = 10_000;

export const importCommand: Command = {
  usage: ['PATH…'],
  summary:
    'Brings in mbox files, Maildirs, message files (.eml) and folders of them; what is here already stays as it is.',
  async run(args) {
    const { values, positionals } = readArguments(args, {}, { least: 1, most: MOST_PATHS });
    const paths = positionals.map((path) => resolve(path));
    return withProfile(values.profile, async ({ engine: { imports }, signal }) => {
      await imports.start(paths);
      const stop = () => void imports.stop();
      signal.addEventListener('abort', stop);
      await imports.idle();
      const state = await imports.state();
      if (!state) throw new Error('An import that began has a state.');
      const { added, known, erased, leftOut, problems, error } = state;
      await print({ state: state.state, added, known, erased, leftOut, problems });
      if (error) throw new CommandError(error.code, error.message, error.advice, error.detail);
      if (state.state === 'stopped') tell('skein: Stopped. The same command goes on where it ended.');
      return state.state === 'done' && leftOut === 0 ? EXIT.done : EXIT.failed;
    });
  },
};
