import { os } from './context.ts';

/** Making, renaming and deleting mailboxes. */
export const mailboxes = {
  create: os.mailboxes.create.handler(async ({ input, context }) =>
    (await context.session.engine()).mailboxes.create(input),
  ),
  rename: os.mailboxes.rename.handler(async ({ input, context }) => {
    await (await context.session.engine()).mailboxes.rename(input);
    return {};
  }),
  look: os.mailboxes.look.handler(async ({ input, context }) => {
    await (await context.session.engine()).mailboxes.look(input);
    return {};
  }),
  subscribe: os.mailboxes.subscribe.handler(async ({ input, context }) =>
    (await context.session.engine()).mailboxes.subscribe(input),
  ),
  remove: os.mailboxes.remove.handler(async ({ input, context }) =>
    (await context.session.engine()).mailboxes.remove(input.id),
  ),
};
