import type { SecretSource } from '../credential.ts';
import type { MailSettings } from '../settings.ts';
import { openSmtp } from './connection.ts';

/** Milliseconds: somebody waits for it. */
const PATIENCE = 15_000;

/**
 * Bytes of the largest message the submission server takes, as it says in its answer to EHLO (RFC 1870); `null` when
 * it does not say. Rejects with what prevented the question.
 */
export async function smtpSizeLimit(settings: MailSettings, secret: SecretSource): Promise<number | null> {
  const timings = { connect: PATIENCE, greeting: PATIENCE, silence: PATIENCE };
  const connection = await openSmtp(settings, secret, timings);
  // The library keeps it to itself and refuses larger messages by it; 0 stands for none.
  const { _maxAllowedSize: bytes } = connection as unknown as { _maxAllowedSize: number };
  connection.quit();
  return bytes > 0 ? bytes : null;
}
