import { os } from './context.ts';

/** Writing and sending. */
export const drafts = {
  list: os.drafts.list.handler(async ({ context }) => (await context.session.engine()).drafts.list()),
  get: os.drafts.get.handler(async ({ input, context }) =>
    (await context.session.engine()).drafts.get(input.id),
  ),
  onServer: os.drafts.onServer.handler(async ({ context }) =>
    (await context.session.engine()).drafts.onServer(),
  ),
  takeIn: os.drafts.takeIn.handler(async ({ input, context }) =>
    (await context.session.engine()).drafts.takeIn(input.messageId),
  ),
  forThread: os.drafts.forThread.handler(async ({ input, context }) =>
    (await context.session.engine()).drafts.forThread(input.threadId),
  ),
  create: os.drafts.create.handler(async ({ input, context }) =>
    (await context.session.engine()).drafts.create(input),
  ),
  save: os.drafts.save.handler(async ({ input, context }) =>
    (await context.session.engine()).drafts.save(input),
  ),
  attach: os.drafts.attach.handler(async ({ input, context }) => {
    const content = new Uint8Array(await input.content.arrayBuffer());
    return (await context.session.engine()).drafts.attach({ ...input, content });
  }),
  detach: os.drafts.detach.handler(async ({ input, context }) => {
    await (await context.session.engine()).drafts.detach(input);
    return {};
  }),
  discard: os.drafts.discard.handler(async ({ input, context }) =>
    (await context.session.engine()).drafts.discard(input.id),
  ),
  send: os.drafts.send.handler(async ({ input, context }) =>
    (await context.session.engine()).drafts.send(input),
  ),
};
