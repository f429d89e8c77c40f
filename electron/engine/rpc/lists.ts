import { os } from './context.ts';

/** Mailing lists. */
export const lists = {
  wayOff: os.lists.wayOff.handler(async ({ input, context }) =>
    (await context.session.engine()).unsubscribe.offer(input.threadId),
  ),
  unsubscribe: os.lists.unsubscribe.handler(async ({ input, context }) =>
    (await context.session.engine()).unsubscribe.ask(input.messageId, input.how),
  ),
};
