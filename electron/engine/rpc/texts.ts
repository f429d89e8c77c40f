import { os } from './context.ts';

/** What stands in the way of a text, asked while it is written. */
export const texts = {
  check: os.texts.check.handler(async ({ input, context }) =>
    (await context.session.engine()).drafts.checkText(input),
  ),
  answer: os.texts.answer.handler(async ({ input, context }) => {
    await (await context.session.engine()).store.write('text.answerReview', input);
    return {};
  }),
};
