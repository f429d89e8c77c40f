import { os } from './context.ts';

/** The profile itself: locked or open, proved encrypted, its key for a safe place. */
export const session = {
  status: os.session.status.handler(({ context }) => context.session.status()),
  unlock: os.session.unlock.handler(({ input, context }) => context.session.unlock(input.passphrase)),
  noteUse: os.session.noteUse.handler(async ({ context }) => {
    (await context.session.engine()).pace.noteUse();
    return {};
  }),
  doctor: os.session.doctor.handler(async ({ context }) => (await context.session.engine()).doctor()),
  exportKey: os.session.exportKey.handler(async ({ context }) => ({
    key: await (await context.session.engine()).exportKey(),
  })),
  importKey: os.session.importKey.handler(({ input, context }) =>
    context.session.importKey(input.key, input.passphrase),
  ),
};

/** What changed in the store, from now on, until the window goes. */
export const changes = os.changes.handler(async function* ({ context, signal }) {
  yield* context.session.changes.subscribe(signal);
});
