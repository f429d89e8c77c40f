import { discoverSettings } from '../channels/mail/discovery.ts';
import { type Command, EXIT, readArguments } from './command.ts';
import { print, tell } from './output.ts';

export const autoconfig: Command = {
  usage: ['ADDRESS'],
  summary: "Finds the settings of an address's mail servers and says where.",
  async run(args) {
    const { positionals } = readArguments(args, {}, { least: 1, most: 1 });
    const found = await discoverSettings(positionals[0]!.trim());
    const { settings, source, provider, elsewhere } = found;
    const { name = null, signIn = null } = provider ?? {};
    await print({ settings, source, provider: name, signIn, elsewhere });
    if (found.settings) return EXIT.done;
    tell(`skein: ${found.source}`);
    return EXIT.failed;
  },
};
