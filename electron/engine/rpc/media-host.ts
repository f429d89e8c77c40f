import { os } from './context.ts';

/** The place for files of texts. */
export const mediaHost = {
  get: os.mediaHost.get.handler(async ({ context }) => (await context.session.engine()).mediaHosting.state()),
  test: os.mediaHost.test.handler(async function* ({ input, context, signal }) {
    yield* (await context.session.engine()).mediaHosting.test(input, signal);
  }),
  save: os.mediaHost.save.handler(async ({ input, context }) => {
    await (await context.session.engine()).mediaHosting.save(input);
    return {};
  }),
  remove: os.mediaHost.remove.handler(async ({ input, context }) => {
    await (await context.session.engine()).mediaHosting.remove(input.anyway);
    return {};
  }),
};
