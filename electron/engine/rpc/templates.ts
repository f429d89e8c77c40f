import { os } from './context.ts';

/** Texts to begin a message with. */
export const templates = {
  list: os.templates.list.handler(async ({ context }) =>
    (await context.session.engine()).store.read('template.list', null),
  ),
  save: os.templates.save.handler(async ({ input, context }) =>
    (await context.session.engine()).store.write('template.save', input),
  ),
  remove: os.templates.remove.handler(async ({ input, context }) => {
    await (await context.session.engine()).store.write('template.remove', input.id);
    return {};
  }),
};
