import { mkdirSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DovecotServer } from './dovecot.ts';
import { type GeneratedMessage, type GenerateOptions, generateMessages } from './generate.ts';

const FLAG_LETTERS: Record<string, string> = {
  '\\Draft': 'D',
  '\\Flagged': 'F',
  '\\Answered': 'R',
  '\\Seen': 'S',
  '\\Deleted': 'T',
};

/**
 * Writes generated messages straight into a Maildir of a Dovecot (thousands a second), oldest with the lowest UID.
 * The mailbox must not have been opened before.
 */
export function seedMailbox(
  server: DovecotServer,
  address: string,
  options: GenerateOptions & { mailbox?: string },
): GeneratedMessage[] {
  const messages = [...generateMessages({ owner: address, ...options })];
  writeMaildir(server, address, options.mailbox ?? 'INBOX', messages);
  return messages;
}

/** Writes these messages into a mailbox that was not opened before, in the given order, with UIDs that ascend: 1, 2, 3 …. */
export function writeMaildir(
  server: DovecotServer,
  address: string,
  mailbox: string,
  messages: Pick<GeneratedMessage, 'date' | 'flags' | 'source'>[],
  uidOf: (index: number) => number = (index) => index + 1,
): void {
  const root = server.maildir(address);
  const folder = mailbox === 'INBOX' ? root : join(root, `.${mailbox}`);
  const made: string[] = [];
  for (const name of ['cur', 'new', 'tmp']) {
    mkdirSync(join(folder, name), { recursive: true });
    made.push(join(folder, name));
  }
  const uidList = [`3 V${1_700_000_000 + messages.length} N${uidOf(messages.length)} G${'0'.repeat(31)}1`];
  for (const [index, message] of messages.entries()) {
    const letters = message.flags.map((flag) => FLAG_LETTERS[flag] ?? '').sort();
    const seconds = Math.floor(message.date / 1000);
    const base = `${seconds}.M${index}P1.rig,S=${message.source.length},W=${message.source.length}`;
    const file = join(folder, 'cur', `${base}:2,${letters.join('')}`);
    writeFileSync(file, message.source);
    utimesSync(file, seconds, seconds);
    server.own(file);
    uidList.push(`${uidOf(index)} :${base}`);
  }
  const list = join(folder, 'dovecot-uidlist');
  writeFileSync(list, `${uidList.join('\n')}\n`);
  server.own(dirname(root), root, folder, ...made, list);
}

let delivered = 0;

/** Puts messages into a mailbox that may be open, as a delivery agent does: whole, and new to whoever looks. */
export function dropIntoInbox(
  server: DovecotServer,
  address: string,
  messages: Pick<GeneratedMessage, 'date' | 'source'>[],
): void {
  const root = server.maildir(address);
  for (const { date, source } of messages) {
    const name = `${Math.floor(date / 1000)}.D${++delivered}P${process.pid}.rig`;
    const file = join(root, 'tmp', name);
    writeFileSync(file, source);
    utimesSync(file, date / 1000, date / 1000);
    server.own(file);
    renameSync(file, join(root, 'new', name));
  }
}
