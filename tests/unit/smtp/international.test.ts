import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import { describe, expect, it } from 'vitest';
import { messageIdDomain } from '#engine/channels/mail/message-id.ts';
import { envelopeFor } from '#engine/channels/mail/smtp/international.ts';

const server = (...extensions: string[]) =>
  ({ _supportedExtensions: extensions }) as unknown as SMTPConnection;
const from = 'ana@bücher.example';

describe('addresses beyond ASCII', () => {
  it('are said with the domain every server knows, where that is enough', () => {
    const to = ['dario@例え.example', 'eve@x.example'];
    expect(envelopeFor({ from, to }, server(), 'smtp.example')).toEqual({
      from: 'ana@xn--bcher-kva.example',
      to: ['dario@xn--r8jz45g.example', 'eve@x.example'],
    });
  });

  it('are left as they are for a server that takes them, and refused by name where it does not', () => {
    const to = ['jörg@bücher.example'];
    expect(envelopeFor({ from, to }, server('SMTPUTF8'), 'smtp.example').to).toEqual(to);
    expect(() => envelopeFor({ from, to }, server('8BITMIME'), 'smtp.example')).toThrow(
      /smtp\.example cannot send to or from jörg@bücher\.example/,
    );
  });

  it('leave Message-IDs in ASCII, as a header has to be', () => {
    expect(messageIdDomain(from)).toBe('xn--bcher-kva.example');
    expect(messageIdDomain('')).toBe('skein.invalid');
  });
});
