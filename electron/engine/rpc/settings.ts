import { os } from './context.ts';

/** The user's choices. */
export const settings = {
  get: os.settings.get.handler(async ({ context }) =>
    (await context.session.engine()).store.read('settings.get', null),
  ),
  set: os.settings.set.handler(async ({ input, context }) =>
    (await context.session.engine()).changeSettings(input),
  ),
};
