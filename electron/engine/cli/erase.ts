/** `skein erase …` */
import type { ErasePreview, EraseScope } from '#shared/contract/erase.ts';
import { type Command, CommandError, EXIT, readArguments, readChoice, UsageError } from './command.ts';
import { ask } from './input.ts';
import { isoTime, print, tell } from './output.ts';
import { type Opened, withProfile } from './profile.ts';

const PARTS = ['message', 'thread', 'contact', 'account'] as const;
const WORD = 'erase';

export const erase: Command = {
  usage: ['message|thread|contact|account ID [--yes]', 'everything [--yes]'],
  summary: 'Deletes for good: says what will go, asks unless --yes, and prints what was proved to be gone.',
  async run(args) {
    const { values, positionals } = readArguments(args, { yes: { type: 'boolean' } }, { least: 1, most: 2 });
    const scope = readScope(positionals);
    return withProfile(values.profile, async (opened) => {
      await refuseMissing(opened, scope);
      describe(await opened.engine.erasePreview(scope));
      if (!values.yes) await confirm();
      const receipt =
        scope.kind === 'everything'
          ? await opened.session.eraseEverything({ beginAnew: false })
          : await opened.engine.erasing.erase(scope);
      await print({ ...receipt, at: isoTime(receipt.at) });
      return EXIT.done;
    });
  },
};

type NamedScope = Extract<EraseScope, { id: string }> | { kind: 'everything' };

function readScope([what, id]: string[]): NamedScope {
  const kind = readChoice('What is erased', what, [...PARTS, 'everything']);
  if (kind === 'everything') {
    if (id !== undefined) throw new UsageError('Everything has no id.');
    return { kind };
  }
  if (id === undefined) throw new UsageError(`Name the ${kind} by its id.`);
  return { kind, id };
}

async function refuseMissing({ engine }: Opened, scope: NamedScope): Promise<void> {
  if (scope.kind === 'everything' || (await engine.store.read('export.exists', scope))) return;
  throw new CommandError(
    'not-here',
    `There is no ${scope.kind} ${scope.id}.`,
    'Nothing was erased. `skein threads`, `skein search`, `skein show` and `skein account list` print ids.',
  );
}

function describe({ goes, stays }: ErasePreview): void {
  tell(['This will be erased for good:', ...goes.map((line) => `  ${line}`)].join('\n'));
  if (stays.length > 0) tell(['This stays:', ...stays.map((line) => `  ${line}`)].join('\n'));
}

async function confirm(): Promise<void> {
  const answer = await ask(`Type ${WORD} to go on: `);
  if (answer === null)
    throw new UsageError('Nobody is there to be asked: add --yes to go on. Nothing was erased.');
  if (answer.trim().toLowerCase() === WORD) return;
  throw new CommandError('erase-unconfirmed', 'The word was not typed.', 'Nothing was erased.');
}
