/** The mailbox a measurement fetches. */
import { readFileSync } from 'node:fs';
import { secretName } from '#engine/accounts/secret-name.ts';
import { uuidv7 } from '#engine/store/ids.ts';
import { KeyCustody } from '#engine/store/key.ts';
import { ALICE, type DovecotServer } from '#rig/dovecot.ts';
import type { MailSettings } from '#shared/contract/accounts.ts';
import { openProfile, PASSPHRASE } from './profile.ts';

export interface MailAccount {
  address: string;
  password: string;
  settings: MailSettings;
}

/** Alice's on this server. */
export function accountOn(server: DovecotServer): MailAccount {
  return {
    address: ALICE.address,
    password: ALICE.password,
    settings: {
      username: ALICE.address,
      imap: { host: 'localhost', port: server.ports.imaps, tls: 'implicit' },
      smtp: { host: 'localhost', port: 465, tls: 'implicit' },
      ca: readFileSync(server.ca.caFile, 'utf8'),
    },
  };
}

/** Adds it to a profile, whose engine begins to fetch when it is opened next: `Accounts.addMail` would at once. */
export async function addMailAccount(profile: string, account: MailAccount): Promise<void> {
  const session = await openProfile(profile);
  await session.unlock(PASSPHRASE);
  const engine = await session.engine();
  const { address, password, settings } = account;
  const id = uuidv7();
  await engine.store.write('account.add', {
    id,
    channel: 'mail',
    provider: 'imap',
    address,
    name: '',
    settings,
  });
  await session.close();
  const custody = KeyCustody.open(profile);
  await custody.unlock(PASSPHRASE);
  await custody.secrets.set(secretName(id), password);
}
