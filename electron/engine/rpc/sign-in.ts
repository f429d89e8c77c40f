import { os } from './context.ts';

/** Signing in through a provider's pages. */
export const signIn = {
  clients: os.signIn.clients.handler(async ({ context }) =>
    (await context.session.engine()).signInClients.list(),
  ),
  advice: os.signIn.advice.handler(async ({ input, context }) =>
    (await context.session.engine()).accounts.signInAdvice(input.id),
  ),
  saveClient: os.signIn.saveClient.handler(async ({ input, context }) => {
    await (await context.session.engine()).signInClients.save(input);
    return {};
  }),
  removeClient: os.signIn.removeClient.handler(async ({ input, context }) => {
    await (await context.session.engine()).signInClients.remove(input.provider);
    return {};
  }),
  begin: os.signIn.begin.handler(async function* ({ input, context, signal }) {
    yield* (await context.session.engine()).signIns.begin(input, signal);
  }),
  stop: os.signIn.stop.handler(async ({ context }) => {
    (await context.session.engine()).signIns.stop();
    return {};
  }),
};
