import { os } from './context.ts';

/** Spelling of what is written. */
export const spelling = {
  dictionaries: os.spelling.dictionaries.handler(async ({ context }) =>
    (await context.session.engine()).spelling.dictionaries(),
  ),
  known: os.spelling.known.handler(async ({ input, context }) => ({
    bits: await (await context.session.engine()).spelling.known(input.languages, input.words),
  })),
  suggest: os.spelling.suggest.handler(async ({ input, context }) => ({
    suggestions: await (await context.session.engine()).spelling.suggest(input.languages, input.word),
  })),
  words: os.spelling.words.handler(async ({ context }) => (await context.session.engine()).spelling.words()),
  add: os.spelling.add.handler(async ({ input, context }) =>
    (await context.session.engine()).spelling.addWord(input.word),
  ),
  remove: os.spelling.remove.handler(async ({ input, context }) =>
    (await context.session.engine()).spelling.removeWord(input.word),
  ),
};
