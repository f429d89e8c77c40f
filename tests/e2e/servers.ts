import { ALICE, DovecotServer } from '../rig/dovecot.ts';
import { PostfixServer } from '../rig/postfix.ts';
import { seedMailbox } from '../rig/seed.ts';
import { TwilioSimulator } from '../rig/twilio-simulator/simulator.ts';

const OWN_NUMBER = '+15555550100';

/** A mail server with a mailbox of Alice's, a server that sends, and a carrier with one number. */
export interface Servers {
  dovecot: DovecotServer;
  postfix: PostfixServer;
  carrier: TwilioSimulator;
  stop(): Promise<void>;
}

/** The mailbox holds `count` messages drawn with `seed`; the carrier moves what was sent along only when told to. */
export async function startServers({ count, seed }: { count: number; seed: number }): Promise<Servers> {
  const dovecot = await DovecotServer.start();
  const postfix = await PostfixServer.start({ dovecot });
  const carrier = await TwilioSimulator.start({ numbers: [OWN_NUMBER], autoAdvanceMs: null });
  seedMailbox(dovecot, ALICE.address, { count, seed });
  return {
    dovecot,
    postfix,
    carrier,
    stop: async () => {
      await postfix.stop();
      await dovecot.stop();
      await carrier.stop();
    },
  };
}
