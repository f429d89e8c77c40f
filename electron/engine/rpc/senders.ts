import { os } from './context.ts';

/** Names, addresses and signatures that mail is sent with. */
export const senders = {
  list: os.senders.list.handler(async ({ context }) =>
    (await context.session.engine()).store.read('sender.list', null),
  ),
  suggestions: os.senders.suggestions.handler(async ({ context }) =>
    (await context.session.engine()).store.read('sender.suggest', null),
  ),
  save: os.senders.save.handler(async ({ input, context }) =>
    (await context.session.engine()).store.write('sender.save', input),
  ),
  remove: os.senders.remove.handler(async ({ input, context }) => {
    await (await context.session.engine()).store.write('sender.remove', input.id);
    return {};
  }),
};
