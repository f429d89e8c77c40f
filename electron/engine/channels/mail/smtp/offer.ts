/** What a submission server offers in its answer to EHLO. */
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { SecretSource } from '../credential.ts';
import type { MailSettings } from '../settings.ts';
import { openSmtp } from './connection.ts';

/** Milliseconds: somebody waits for it. */
const PATIENCE = 15_000;

export interface SmtpOffer {
  /** Bytes of the largest message it takes (RFC 1870); `null` when it does not say. */
  sizeLimit: number | null;
  /** It can be asked for delivery reports (RFC 3461). */
  deliveryReports: boolean;
}

/** Rejects with what prevented the question. */
export async function smtpOffer(settings: MailSettings, secret: SecretSource): Promise<SmtpOffer> {
  const timings = { connect: PATIENCE, greeting: PATIENCE, silence: PATIENCE };
  const connection = await openSmtp(settings, secret, timings);
  // The library keeps it to itself and refuses larger messages by it; 0 stands for none.
  const { _maxAllowedSize: bytes } = connection as unknown as { _maxAllowedSize: number };
  connection.quit();
  return { sizeLimit: bytes > 0 ? bytes : null, deliveryReports: offersReports(connection) };
}

export function offersReports(connection: SMTPConnection): boolean {
  const { _supportedExtensions: offered } = connection as unknown as { _supportedExtensions: string[] };
  return offered.includes('DSN');
}
