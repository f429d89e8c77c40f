import { os } from './context.ts';

/** Connecting accounts and looking after them. */
export const accounts = {
  list: os.accounts.list.handler(async ({ context }) => (await context.session.engine()).accounts.list()),
  discover: os.accounts.discover.handler(async ({ input, context, signal }) =>
    (await context.session.engine()).accounts.discover(input.address, signal),
  ),
  testMail: os.accounts.testMail.handler(async function* ({ input, context, signal }) {
    const engine = await context.session.engine();
    yield* engine.accounts.testMail(input.settings, input, signal);
  }),
  addMail: os.accounts.addMail.handler(async ({ input, context }) =>
    (await context.session.engine()).accounts.addMail(input),
  ),
  smsNumbers: os.accounts.smsNumbers.handler(async ({ input, context, signal }) =>
    (await context.session.engine()).accounts.smsNumbers(input, signal),
  ),
  addSms: os.accounts.addSms.handler(async ({ input, context }) =>
    (await context.session.engine()).accounts.addSms(input),
  ),
  addSample: os.accounts.addSample.handler(async ({ context }) =>
    (await context.session.engine()).accounts.addSample(),
  ),
  connection: os.accounts.connection.handler(async ({ input, context }) =>
    (await context.session.engine()).connections.get(input.id),
  ),
  changeMail: os.accounts.changeMail.handler(async function* ({ input, context, signal }) {
    const engine = await context.session.engine();
    yield* engine.connections.changeMail(input, signal);
  }),
  changeSms: os.accounts.changeSms.handler(async ({ input, context }) => {
    await (await context.session.engine()).connections.changeSms(input);
    return {};
  }),
  smtpOffer: os.accounts.smtpOffer.handler(async ({ input, context }) => {
    const runtime = (await context.session.engine()).supervisor.mail(input.id);
    return (await runtime?.smtpOffer()) ?? null;
  }),
  pause: os.accounts.pause.handler(async ({ input, context }) => {
    await (await context.session.engine()).accounts.setPaused(input.id, input.paused);
    return {};
  }),
  setOptions: os.accounts.setOptions.handler(async ({ input, context }) => {
    await (await context.session.engine()).accounts.setOptions(input);
    return {};
  }),
  checkingServers: os.accounts.checkingServers.handler(async ({ input, context }) =>
    (await context.session.engine()).store.read('account.checkingServers', input.id),
  ),
  syncNow: os.accounts.syncNow.handler(async ({ input, context }) => {
    (await context.session.engine()).supervisor.syncNow(input.id);
    return {};
  }),
  attend: os.accounts.attend.handler(async ({ input, context }) => {
    const engine = await context.session.engine();
    engine.supervisor.attend(context.session.attention.tell(context.window, input));
    return {};
  }),
};
