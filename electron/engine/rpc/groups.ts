import { os } from './context.ts';

/** Groups of recipients. */
export const groups = {
  list: os.groups.list.handler(async ({ context }) =>
    (await context.session.engine()).store.read('group.list', null),
  ),
  save: os.groups.save.handler(async ({ input, context }) =>
    (await context.session.engine()).store.write('group.save', input),
  ),
  remove: os.groups.remove.handler(async ({ input, context }) =>
    (await context.session.engine()).store.write('group.remove', input.id),
  ),
};
