import { countSegments } from '#shared/text/segments.ts';
import { type Command, EXIT, readArguments } from './command.ts';
import { print } from './output.ts';

export const segments: Command = {
  usage: ['TEXT'],
  summary: 'How many short messages a text takes.',
  async run(args) {
    const { positionals } = readArguments(args, {}, { least: 1, most: 1 });
    const { encoding, segments, unitsLeft } = countSegments(positionals[0]!);
    await print({ encoding, segments, unitsLeft });
    return EXIT.done;
  },
};
