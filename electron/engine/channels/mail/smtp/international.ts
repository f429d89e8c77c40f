/** Addresses with signs beyond ASCII on their way to a submission server (RFC 6531). */
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import { domainToAscii } from '#shared/text/address-validation.ts';
import { MailError } from '../errors.ts';

export interface Envelope {
  from: string;
  to: string[];
}

const isAscii = (text: string) => /^[\x20-\x7e]*$/.test(text);

/** As every server takes it, where that is possible: the domain as A-labels when the local part is ASCII. */
function onWire(address: string): string {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  if (isAscii(address) || !isAscii(local)) return address;
  return `${local}@${domainToAscii(address.slice(at + 1)) ?? address.slice(at + 1)}`;
}

/**
 * The envelope as it is said to this server. Throws MailError `address-not-taken` where a local part needs SMTPUTF8 and
 * the server does not offer it: sent all the same, it would arrive at somebody else or nowhere.
 */
export function envelopeFor({ from, to }: Envelope, connection: SMTPConnection, host: string): Envelope {
  const envelope = { from: onWire(from), to: to.map(onWire) };
  const beyond = [envelope.from, ...envelope.to].filter((address) => !isAscii(address));
  // The library keeps what EHLO offered to itself.
  const { _supportedExtensions: offered } = connection as unknown as { _supportedExtensions: string[] };
  if (beyond.length === 0 || offered.includes('SMTPUTF8')) return envelope;
  throw new MailError(
    'address-not-taken',
    `${host} cannot send to or from ${beyond.join(', ')}: it takes only letters from a to z before the @.`,
    'Ask for another address of theirs, or send from another account.',
  );
}
