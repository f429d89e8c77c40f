import { os } from './context.ts';

/** Reading one message. */
export const messages = {
  layout: os.messages.layout.handler(async ({ input, context }) => {
    const { reading } = await context.session.engine();
    const { blockedRemote, trackers, scheme } = await reading.html(input.id, false);
    return { blockedRemote, trackers, scheme };
  }),
  text: os.messages.text.handler(async ({ input, context }) => ({
    text: await (await context.session.engine()).reading.text(input.id),
  })),
  source: os.messages.source.handler(async ({ input, context }) => {
    const source = await (await context.session.engine()).reading.source(input.id);
    const shown = Buffer.from(source.buffer, source.byteOffset, Math.min(source.byteLength, input.limit));
    return { source: shown.toString('latin1'), size: source.byteLength };
  }),
  attached: os.messages.attached.handler(async ({ input, context }) =>
    (await context.session.engine()).reading.attached(input.id),
  ),
  fetchFile: os.messages.fetchFile.handler(async function* ({ input, context, signal }) {
    yield* (await context.session.engine()).fileFetches.fetch(input.id, signal);
  }),
  star: os.messages.star.handler(async ({ input, context }) =>
    (await context.session.engine()).store.write('messages.star', input),
  ),
};
