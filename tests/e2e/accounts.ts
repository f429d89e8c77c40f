import { ALICE, type DovecotServer, type RigUser } from '../rig/dovecot.ts';
import type { TwilioSimulator } from '../rig/twilio-simulator/simulator.ts';
import type { EngineClient } from './engine-client.ts';

/** Nothing listens there: for mailboxes that only receive. */
const NOWHERE = 1;

interface MailboxOptions {
  user?: RigUser;
  name?: string;
  /** Where the servers are found, when it is not `dovecot` itself or when mail is sent. */
  imapPort?: number;
  smtpPort?: number;
}

/** Connects a mailbox of `dovecot`: Alice's, unless somebody else is named. */
export function connectMailbox(
  engine: EngineClient,
  dovecot: DovecotServer,
  {
    user = ALICE,
    name = 'Alice Marlow',
    imapPort = dovecot.ports.imaps,
    smtpPort = NOWHERE,
  }: MailboxOptions = {},
): Promise<{ id: string }> {
  return engine.accounts.addMail({
    address: user.address,
    name,
    password: user.password,
    settings: {
      username: user.address,
      imap: { host: 'localhost', port: imapPort, tls: 'implicit' },
      smtp: { host: 'localhost', port: smtpPort, tls: 'implicit' },
      ca: dovecot.ca.ca,
    },
  });
}

/** Connects a number at the carrier. */
export function connectNumber(
  engine: EngineClient,
  carrier: TwilioSimulator,
  number: string,
  name = '',
): Promise<{ id: string }> {
  const { accountSid, key, baseUrl } = carrier;
  return engine.accounts.addSms({
    carrier: 'twilio',
    accountSid,
    keySid: key.sid,
    secret: key.secret,
    baseUrl,
    number,
    name,
  });
}
