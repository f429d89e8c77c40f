import { os } from './context.ts';

/** What is done with mail when it arrives. */
export const rules = {
  list: os.rules.list.handler(async ({ context }) =>
    (await context.session.engine()).store.read('rule.list', null),
  ),
  save: os.rules.save.handler(async ({ input, context }) =>
    (await context.session.engine()).store.write('rule.save', input),
  ),
  enable: os.rules.enable.handler(async ({ input, context }) => {
    await (await context.session.engine()).store.write('rule.enable', input);
    return {};
  }),
  order: os.rules.order.handler(async ({ input, context }) => {
    await (await context.session.engine()).store.write('rule.order', input);
    return {};
  }),
  remove: os.rules.remove.handler(async ({ input, context }) =>
    (await context.session.engine()).store.write('rule.remove', input),
  ),
  preview: os.rules.preview.handler(async ({ input, context }) =>
    (await context.session.engine()).store.read('rule.preview', input),
  ),
  apply: os.rules.apply.handler(async ({ input, context }) =>
    (await context.session.engine()).applyRule(input.id),
  ),
  suggest: os.rules.suggest.handler(async ({ input, context }) =>
    (await context.session.engine()).store.read('rule.suggest', input),
  ),
  runs: os.rules.runs.handler(async ({ context }) =>
    (await context.session.engine()).store.read('rule.runs', null),
  ),
};
