import { os } from './context.ts';

/** Labels, and which threads have them. */
export const labels = {
  list: os.labels.list.handler(async ({ context }) =>
    (await context.session.engine()).store.read('label.list', null),
  ),
  save: os.labels.save.handler(async ({ input, context }) =>
    (await context.session.engine()).store.write('label.save', input),
  ),
  remove: os.labels.remove.handler(async ({ input, context }) =>
    (await context.session.engine()).store.write('label.remove', input),
  ),
  apply: os.labels.apply.handler(async ({ input, context }) =>
    (await context.session.engine()).store.write('label.threads', input),
  ),
  ofThreads: os.labels.ofThreads.handler(async ({ input, context }) =>
    (await context.session.engine()).store.read('label.ofThreads', input),
  ),
};
