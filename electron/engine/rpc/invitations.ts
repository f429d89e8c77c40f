import { os } from './context.ts';

/** Events that come by mail. */
export const invitations = {
  answer: os.invitations.answer.handler(async ({ input, context }) => ({
    sending: await (await context.session.engine()).invitations.answer(input.messageId, input.status),
  })),
};
