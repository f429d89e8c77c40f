import { EraseError } from '../privacy/errors.ts';
import { eraseEvents } from '../privacy/progress.ts';
import { searchAll } from '../search/search-all.ts';
import { os } from './context.ts';

/** What waits to reach a server or a carrier, and what could not. */
export const outbox = {
  list: os.outbox.list.handler(async ({ context }) =>
    (await context.session.engine()).store.read('outbox.list', null),
  ),
  retry: os.outbox.retry.handler(async ({ input, context }) => {
    await (await context.session.engine()).outbox.retry(input.actionId);
    return {};
  }),
  resolve: os.outbox.resolve.handler(async ({ input, context }) => ({
    found: await (await context.session.engine()).outbox.resolve(input.actionId, input.how),
  })),
};

export const search = os.search.handler(async ({ input, context }) =>
  searchAll((await context.session.engine()).store, input),
);

/** Deletion that deletes. */
export const erase = {
  preview: os.erase.preview.handler(async ({ input, context }) =>
    (await context.session.engine()).erasePreview(input),
  ),
  run: os.erase.run.handler(async function* ({ input: { scope, confirmed }, context: { session } }) {
    if (scope.kind === 'everything' && confirmed.trim().toLowerCase() !== 'erase')
      throw new EraseError('erase-unconfirmed', 'The word was not typed.');
    const engine = await session.engine();
    yield* eraseEvents((progress) =>
      scope.kind === 'everything' ? session.eraseEverything() : engine.erasing.erase(scope, progress),
    );
  }),
  stop: os.erase.stop.handler(async ({ context }) => {
    (await context.session.engine()).erasing.stop();
    return {};
  }),
};
