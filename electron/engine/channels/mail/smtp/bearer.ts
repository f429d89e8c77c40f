import type SMTPConnection from 'nodemailer/lib/smtp-connection';

/** The name under which nodemailer knows the handler below. */
export const BEARER = 'OAUTHBEARER';

const base64 = (parts: string[]) => Buffer.from(parts.join('\u0001')).toString('base64');

/**
 * SASL with a token: XOAUTH2 where the server offers it, else OAUTHBEARER (RFC 7628). nodemailer tells of no other
 * mechanism than those it knows, and every server that takes tokens offers one of the two.
 */
export const bearerLogin =
  (user: string, token: string, { host, port }: { host: string; port: number }) =>
  async ({ authMethods, sendCommand, reject }: SMTPConnection.CustomAuthenticationContext) => {
    const google = authMethods.includes('XOAUTH2');
    const initial = google
      ? base64([`user=${user}`, `auth=Bearer ${token}`, '', ''])
      : base64([`n,a=${user},`, `host=${host}`, `port=${port}`, `auth=Bearer ${token}`, '', '']);
    let reply = await sendCommand(`AUTH ${google ? 'XOAUTH2' : BEARER} ${initial}`);
    // The server says why in a challenge, and refuses once that has been answered (RFC 7628 section 3.2.3).
    if (reply.status === 334) reply = await sendCommand(google ? '' : 'AQ==');
    if (reply.status !== 235) reject(new Error('Refused'));
  };
