/** `skein account …` */
import { readFile } from 'node:fs/promises';
import type { MailSettings, ServerSettings } from '#shared/contract/accounts.ts';
import type { Engine } from '../engine.ts';
import type { AccountRecord } from '../store/repositories/accounts.ts';
import {
  type Command,
  CommandError,
  EXIT,
  readArguments,
  readChoice,
  readNumber,
  UsageError,
} from './command.ts';
import { readSecret } from './input.ts';
import { isoTime, print, tell, tellError } from './output.ts';
import { withProfile } from './profile.ts';

const TLS = ['implicit', 'starttls'] as const;
/** RFC 8314 sections 7.2 and 7.3, RFC 9051 section 2.1, RFC 6409 section 3.1. */
const PORTS = { imap: { implicit: 993, starttls: 143 }, smtp: { implicit: 465, starttls: 587 } } as const;
const MAX_PORT = 65_535;

export const account: Command = {
  usage: [
    'add-imap --user USER --host HOST [--port PORT] [--tls implicit|starttls] [--ca FILE] [--smtp-host HOST]' +
      ' [--smtp-port PORT] [--smtp-tls implicit|starttls] [--address ADDRESS] [--name NAME] < PASSWORD',
    'add-twilio --sid ACCOUNT_SID [--key API_KEY_SID] --number NUMBER [--name NAME] [--base-url URL] < SECRET',
    'list',
    'remove ID [--yes]',
  ],
  summary: 'Connects a mailbox or a number, lists the accounts, removes one with what was fetched from it.',
  async run([action, ...args]) {
    const run = { 'add-imap': addImap, 'add-twilio': addTwilio, list, remove }[action ?? ''];
    if (!run) throw new UsageError('Say add-imap, add-twilio, list or remove.');
    return run(args);
  },
};

/** The account with this id or address. Rejects with CommandError. */
export async function findAccount(engine: Engine, idOrAddress: string): Promise<AccountRecord> {
  const accounts = await engine.store.read('account.list', null);
  const wanted = idOrAddress.trim().toLowerCase();
  const found = accounts.find(({ id, address }) => id === idOrAddress || address.toLowerCase() === wanted);
  if (found) return found;
  throw new CommandError(
    'no-account',
    `There is no account ${idOrAddress} in this profile.`,
    '`skein account list` lists those there are.',
  );
}

const ADD_OPTIONS = {
  user: { type: 'string' },
  host: { type: 'string' },
  port: { type: 'string' },
  tls: { type: 'string' },
  ca: { type: 'string' },
  'smtp-host': { type: 'string' },
  'smtp-port': { type: 'string' },
  'smtp-tls': { type: 'string' },
  address: { type: 'string' },
  name: { type: 'string' },
} as const;

async function addImap(args: string[]): Promise<number> {
  const { values } = readArguments(args, ADD_OPTIONS);
  if (!values.user || !values.host) throw new UsageError('--user and --host are needed.');
  const address = values.address ?? values.user;
  const settings: MailSettings = {
    username: values.user,
    imap: server('imap', values.host, values.port, values.tls, ''),
    smtp: server(
      'smtp',
      values['smtp-host'] ?? values.host,
      values['smtp-port'],
      values['smtp-tls'],
      'smtp-',
    ),
    ca: values.ca === undefined ? null : await readAuthority(values.ca),
  };
  const password = await readSecret(`Password of ${values.user}: `);
  if (password === '') throw new UsageError('Give the password on standard input.');
  return withProfile(values.profile, async ({ engine, signal }) => {
    for await (const { server, step, state, error } of engine.accounts.testMail(
      settings,
      { password },
      signal,
    )) {
      if (state !== 'running') tell(`${server} ${step}: ${state}`);
      if (!error) continue;
      tellError(error);
      return EXIT.failed;
    }
    const { id } = await engine.accounts.addMail({ address, name: values.name ?? '', settings, password });
    await print({ id, channel: 'mail', address });
    return EXIT.done;
  });
}

const TWILIO_OPTIONS = {
  sid: { type: 'string' },
  key: { type: 'string' },
  number: { type: 'string' },
  name: { type: 'string' },
  'base-url': { type: 'string' },
} as const;

/** The secret is the API key's, or without a key the account's auth token. */
async function addTwilio(args: string[]): Promise<number> {
  const { values } = readArguments(args, TWILIO_OPTIONS);
  const { sid, number } = values;
  if (!sid || !number) throw new UsageError('--sid and --number are needed.');
  const secret = await readSecret(values.key ? `Secret of ${values.key}: ` : `Auth token of ${sid}: `);
  if (secret === '') throw new UsageError('Give the secret on standard input.');
  return withProfile(values.profile, async ({ engine, signal }) => {
    const credentials = {
      carrier: 'twilio' as const,
      accountSid: sid,
      keySid: values.key ?? null,
      secret,
      baseUrl: values['base-url'] ?? null,
    };
    const numbers = await engine.accounts.smsNumbers(credentials, signal);
    const wanted = number.replace(/[^+\d]/g, '');
    if (!numbers.some((one) => one.number === wanted)) {
      throw new CommandError(
        'no-number',
        `This account has no number ${number}.`,
        numbers.length > 0 ? `It has ${numbers.map((one) => one.number).join(', ')}.` : 'It has none at all.',
      );
    }
    const { id } = await engine.accounts.addSms({ ...credentials, number: wanted, name: values.name ?? '' });
    await print({ id, channel: 'sms', address: wanted });
    return EXIT.done;
  });
}

/** Where only the port or only the encryption is named, the other is the one that goes with it. */
function server(
  kind: keyof typeof PORTS,
  host: string,
  port: string | undefined,
  tls: string | undefined,
  prefix: string,
): ServerSettings {
  const number = readNumber(`${prefix}port`, port, null, MAX_PORT);
  const usual = number === PORTS[kind].starttls ? 'starttls' : 'implicit';
  const chosen = readChoice(`--${prefix}tls`, tls ?? usual, TLS);
  return { host, port: number ?? PORTS[kind][chosen], tls: chosen };
}

async function readAuthority(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new CommandError(
      'file-unreadable',
      `The certificate ${path} cannot be read.`,
      'Name a PEM file.',
      (error as Error).message,
    );
  }
}

async function list(args: string[]): Promise<number> {
  const { values } = readArguments(args, {});
  return withProfile(values.profile, async ({ engine }) => {
    for (const { id, channel, provider, address, name, paused } of await engine.store.read(
      'account.list',
      null,
    ))
      await print({ id, channel, provider, address, name, paused });
    return EXIT.done;
  });
}

async function remove(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, { yes: { type: 'boolean' } }, { least: 1, most: 1 });
  return withProfile(values.profile, async ({ engine }) => {
    const { id, address } = await findAccount(engine, positionals[0]!);
    const drafts = (await engine.drafts.list()).filter(({ accountId }) => accountId === id);
    const waiting = await engine.store.read('outbox.list', null);
    if (!values.yes && (drafts.length > 0 || waiting.length > 0)) {
      throw new CommandError(
        'only-here',
        `There are drafts or unsent messages of ${address} or another account that are only on this computer.`,
        'Send them first, or add --yes to remove the account with what is only here.',
      );
    }
    const receipt = await engine.erasing.erase({ kind: 'account', id });
    await print({ ...receipt, at: isoTime(receipt.at) });
    return EXIT.done;
  });
}
