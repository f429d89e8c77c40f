import { os } from './context.ts';

const bytesOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());

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
    (await context.session.engine()).drafts.forThread(input),
  ),
  create: os.drafts.create.handler(async ({ input, context }) =>
    (await context.session.engine()).drafts.create(input),
  ),
  outline: os.drafts.outline.handler(async ({ input, context }) =>
    (await context.session.engine()).drafts.outline(input),
  ),
  answerAs: os.drafts.answerAs.handler(async ({ input, context }) =>
    (await context.session.engine()).drafts.answerAs(input),
  ),
  save: os.drafts.save.handler(async ({ input, context }) =>
    (await context.session.engine()).drafts.save(input),
  ),
  attachPart: os.drafts.attachPart.handler(async ({ input: { id, offset, content }, context }) => {
    const { drafts } = await context.session.engine();
    await drafts.attachPart({ upload: id, offset, content: await bytesOf(content) });
    return {};
  }),
  attach: os.drafts.attach.handler(async ({ input: { upload, content: blob, ...file }, context }) => {
    const { drafts } = await context.session.engine();
    const content = await bytesOf(blob);
    if (upload === null) return drafts.attach({ ...file, content });
    return drafts.attachLast({ ...file, last: { upload: upload.id, offset: upload.offset, content } });
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
