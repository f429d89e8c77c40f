import { type Command, EXIT, readArguments } from './command.ts';
import { print, tell } from './output.ts';
import { withProfile } from './profile.ts';

export const doctor: Command = {
  usage: [''],
  summary:
    'Versions, keychain, whether the store is encrypted and sound, sizes: each looked at, none assumed.',
  async run(args) {
    const { values } = readArguments(args, {});
    return withProfile(values.profile, async ({ engine }) => {
      const report = await engine.doctor();
      await print(report);
      if (!report.encrypted) tell(`skein: The store is not encrypted as it should be: ${report.cipher}`);
      if (report.integrity !== 'ok') tell(`skein: The store is damaged: ${report.integrity}`);
      return report.encrypted && report.integrity === 'ok' ? EXIT.done : EXIT.failed;
    });
  },
};
