import { expect, it, vi } from 'vitest';
import { MailRuntime } from '#engine/accounts/mail-runtime.ts';

it('looks after its connections when the network is back, though nobody noticed that it was gone', () => {
  const runtime = new MailRuntime({
    account: { id: 'a1', settings: {} },
    secret: async () => 'secret',
    store: {},
    parse: async () => null,
    onSync: () => {},
    log: () => {},
  } as never);
  const changed = vi.spyOn(runtime.imap, 'networkChanged').mockImplementation(() => {});
  const attend = (online: boolean) => runtime.attend({ focused: true, online });
  attend(true);
  attend(false);
  expect(changed).not.toHaveBeenCalled();
  attend(true);
  attend(true);
  expect(changed).toHaveBeenCalledTimes(1);
});
