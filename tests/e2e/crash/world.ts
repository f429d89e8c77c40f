import { ALICE, BOB, DovecotServer } from '../../rig/dovecot.ts';
import { type Fault, FaultProxy } from '../../rig/fault-proxy.ts';
import { type GeneratedMessage, generateMessages } from '../../rig/generate.ts';
import { ImapProbe } from '../../rig/imap-probe.ts';
import { PostfixServer } from '../../rig/postfix.ts';
import { dropIntoInbox, seedMailbox } from '../../rig/seed.ts';
import { TwilioSimulator } from '../../rig/twilio-simulator/simulator.ts';
import { connectMailbox, connectNumber } from '../accounts.ts';
import type { EngineClient } from '../engine-client.ts';

export const OWN_NUMBER = '+15555550100';
export const BOBS_NUMBER = '+12025550143';

/** What the user does that a kill can hit half-way. */
export type Doing = 'mail' | 'sms' | 'archive';

/**
 * A step of a protocol at which everything holds still until the client is dead. `forward`: the other side still gets
 * what was seen.
 */
interface Trap {
  doing: Doing;
  at: 'smtp' | 'imap' | 'carrier';
  name: string;
  set: Omit<Fault, 'action'> | { accept: boolean };
}

export const TRAPS: readonly Trap[] = [
  trap('mail', 'smtp', 'before DATA', 'up', /\r\nDATA\r\n|^DATA\r\n/, false),
  trap('mail', 'smtp', 'before the message', 'up', /Message-ID:/i, false),
  trap('mail', 'smtp', 'before the final dot', 'up', /\r\n\.\r\n$/, false),
  trap('mail', 'smtp', 'after the final dot, unanswered', 'up', /\r\n\.\r\n$/, true),
  trap('mail', 'smtp', 'after the answer to the message', 'down', /\r\n250 2\.0\.0 Ok: queued/, true),
  trap('mail', 'imap', 'before APPEND to Sent', 'up', /APPEND "?Sent/, false),
  trap('mail', 'imap', 'after APPEND to Sent, unanswered', 'down', /APPENDUID/, false),
  trap('mail', 'imap', 'after the answer to APPEND', 'down', /APPENDUID/, true),
  trap('archive', 'imap', 'before MOVE', 'up', /UID MOVE/, false),
  trap('archive', 'imap', 'after MOVE, unanswered', 'down', /COPYUID/, false),
  trap('archive', 'imap', 'after the answer to MOVE', 'down', /COPYUID/, true),
  { doing: 'sms', at: 'carrier', name: 'POST not taken', set: { accept: false } },
  { doing: 'sms', at: 'carrier', name: 'POST taken, unanswered', set: { accept: true } },
];

function trap(
  doing: Doing,
  at: 'smtp' | 'imap',
  name: string,
  direction: 'up' | 'down',
  match: RegExp,
  forward: boolean,
): Trap {
  return { doing, at, name, set: { direction, match, forward } };
}

/** Alice's and Bob's mail servers and Alice's carrier, reached through proxies that can hold still at a step. */
export class World {
  readonly given: GeneratedMessage[];
  readonly givenTexts: string[] = [];
  readonly #dovecot: DovecotServer;
  readonly #postfix: PostfixServer;
  readonly #imap: FaultProxy;
  readonly #smtp: FaultProxy;
  readonly #coming: Generator<GeneratedMessage>;
  readonly carrier: TwilioSimulator;

  private constructor(
    servers: { dovecot: DovecotServer; postfix: PostfixServer; carrier: TwilioSimulator },
    proxies: { imap: FaultProxy; smtp: FaultProxy },
    mail: { seeded: GeneratedMessage[]; coming: Generator<GeneratedMessage> },
  ) {
    this.#dovecot = servers.dovecot;
    this.#postfix = servers.postfix;
    this.carrier = servers.carrier;
    this.#imap = proxies.imap;
    this.#smtp = proxies.smtp;
    this.given = mail.seeded;
    this.#coming = mail.coming;
  }

  /** Alice's inbox begins with `count` messages. */
  static async start({ count, seed }: { count: number; seed: number }): Promise<World> {
    const dovecot = await DovecotServer.start();
    const seeded = seedMailbox(dovecot, ALICE.address, { count, seed });
    const postfix = await PostfixServer.start({ dovecot });
    const carrier = await TwilioSimulator.start({ numbers: [OWN_NUMBER], autoAdvanceMs: 100 });
    const { cert, key } = dovecot.ca.leaf;
    const proxy = (targetPort: number) => FaultProxy.start({ targetPort, tls: { cert, key } });
    const coming = generateMessages({ count: 100_000, seed: seed + 1, owner: ALICE.address });
    return new World(
      { dovecot, postfix, carrier },
      { imap: await proxy(dovecot.ports.imap), smtp: await proxy(postfix.ports.plain) },
      { seeded, coming },
    );
  }

  async stop(): Promise<void> {
    await this.#imap.stop();
    await this.#smtp.stop();
    await this.#postfix.stop();
    await this.#dovecot.stop();
    await this.carrier.stop();
  }

  async addAccounts(engine: EngineClient): Promise<void> {
    await connectMailbox(engine, this.#dovecot, {
      imapPort: this.#imap.port,
      smtpPort: this.#smtp.port,
    });
    await connectNumber(engine, this.carrier, OWN_NUMBER, 'Alice Marlow');
  }

  /** News for Alice: mail, and a text. */
  deliver(mails: number): void {
    const batch = Array.from({ length: mails }, () => this.#coming.next().value as GeneratedMessage);
    dropIntoInbox(this.#dovecot, ALICE.address, batch);
    this.given.push(...batch);
    const body = `News ${this.givenTexts.length + 1}`;
    this.carrier.receive({ from: BOBS_NUMBER, body });
    this.givenTexts.push(body);
  }

  /** Resolves when the client has come to the step; from then on it is not answered. */
  set({ at, set }: Trap): Promise<void> {
    if ('accept' in set) return this.carrier.fault('create', { do: 'hang', ...set });
    return (at === 'imap' ? this.#imap : this.#smtp).arm({ ...set, action: 'stall' });
  }

  /** Forgets traps nobody came to. */
  clearTraps(): void {
    this.#imap.disarm();
    this.#smtp.disarm();
    this.carrier.faults.clear();
  }

  /** What another mail program sees in a mailbox. */
  async mailbox(whose: 'alice' | 'bob', mailbox: string): Promise<{ messageId: string; subject: string }[]> {
    const probe = await ImapProbe.connect(this.#dovecot, whose === 'alice' ? ALICE : BOB);
    try {
      return await probe.messages(mailbox);
    } finally {
      await probe.close();
    }
  }
}
