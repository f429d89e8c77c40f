import { type Command, EXIT, readArguments, readChoice } from './command.ts';
import { readSecret } from './input.ts';
import { print } from './output.ts';
import { openSession, withProfile } from './profile.ts';

export const key: Command = {
  usage: ['export', 'import'],
  summary:
    'The key of the store: prints it, or takes an exported one where the key or the passphrase is lost (from standard input).',
  async run(args) {
    const { values, positionals } = readArguments(args, {}, { least: 1, most: 1 });
    if (readChoice('What is done with the key', positionals[0], ['export', 'import']) === 'import')
      return importKey(values.profile);
    return withProfile(values.profile, async ({ engine }) => {
      await print({ key: await engine.exportKey() });
      return EXIT.done;
    });
  },
};

async function importKey(profile: string | undefined): Promise<number> {
  const session = await openSession(profile);
  try {
    const exported = await readSecret('Exported key: ');
    await print(await session.importKey(exported, process.env.SKEIN_PASSPHRASE || null));
    return EXIT.done;
  } finally {
    await session.close();
  }
}
