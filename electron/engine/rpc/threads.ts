import { os } from './context.ts';

/** Lists of threads, one thread, and what the user does with them. */
export const threads = {
  page: os.threads.page.handler(async ({ input, context }) => {
    const engine = await context.session.engine();
    engine.reading.prepare();
    return engine.store.read('threads.page', input);
  }),
  get: os.threads.get.handler(async ({ input: { ahead, ...input }, context }) => {
    const engine = await context.session.engine();
    const thread = await engine.store.read('threads.get', input);
    if (ahead) return thread;
    const partial = thread?.items.filter((item) => item.kind === 'mail' && item.bytesToCome !== null) ?? [];
    if (partial.length > 0) void engine.mailboxes.complete(partial.map(({ id }) => id));
    return thread;
  }),
  act: os.threads.act.handler(async ({ input, context }) =>
    (await context.session.engine()).store.write('threads.act', input),
  ),
  separate: os.threads.separate.handler(async ({ input, context }) =>
    (await context.session.engine()).store.write('threads.separate', input),
  ),
  noticeSeen: os.threads.noticeSeen.handler(async ({ context }) => {
    await (await context.session.engine()).store.write('threads.noticeSeen', undefined);
    return {};
  }),
};

export const places = {
  counts: os.places.counts.handler(async ({ context }) =>
    (await context.session.engine()).store.read('places.counts', null),
  ),
};

export const actions = {
  undo: os.actions.undo.handler(async ({ input, context }) => {
    const engine = await context.session.engine();
    // What is not in the journal is a mailbox that was deleted.
    if (await engine.mailboxes.restore(input.actionId)) return { undone: true, draftId: null };
    return engine.store.write('actions.undo', input);
  }),
};

export const people = {
  answer: os.people.answer.handler(async ({ input, context }) =>
    (await context.session.engine()).store.write('people.answer', input),
  ),
  complete: os.people.complete.handler(async ({ input, context }) =>
    (await context.session.engine()).store.read('people.complete', input),
  ),
};
