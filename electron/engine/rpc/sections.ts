import { os } from './context.ts';

/** The sections the inbox is split into. */
export const sections = {
  list: os.sections.list.handler(async ({ context }) =>
    (await context.session.engine()).store.read('section.list', null),
  ),
  save: os.sections.save.handler(async ({ input, context }) =>
    (await context.session.engine()).store.write('section.save', input),
  ),
  order: os.sections.order.handler(async ({ input, context }) => {
    await (await context.session.engine()).store.write('section.order', input);
    return {};
  }),
  remove: os.sections.remove.handler(async ({ input, context }) =>
    (await context.session.engine()).store.write('section.remove', input),
  ),
};
