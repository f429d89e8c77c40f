import { Readable } from 'node:stream';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { ByteSource } from '../byte-source.ts';
import type { SecretSource } from '../credential.ts';
import { unreadable } from '../errors.ts';
import { bareMessageId } from '../message-id.ts';
import type { MailSettings } from '../settings.ts';
import { openSmtp, type SmtpTimings, whenAborted } from './connection.ts';
import { type Envelope, envelopeFor } from './international.ts';
import { offersReports } from './offer.ts';
import { classifyFailure, rejectedRecipient, type SendOutcome } from './outcome.ts';
import type { NodemailerErrorLike } from './smtp-error.ts';

/** Small, so that the end of the source is not reached before the server has taken nearly all of it. */
const CHUNK = 16 * 1024;

/**
 * Hands one message to the submission server (RFC 6409). Every end is an outcome; it only rejects with what
 * `beforeData` rejects with, and then nothing was sent. The source is sent as it is, and read as fast as the server takes it.
 */
export async function sendMail(
  settings: MailSettings,
  secret: SecretSource,
  mail: {
    envelope: Envelope;
    source: ByteSource;
    /** Asks for a delivery report (RFC 3461) that names this; servers that give none are not asked. */
    report?: { envelopeId: string } | null;
    /** Awaited once the server has let us in, before the first byte of the message leaves. */
    beforeData?: () => Promise<void>;
    /** Gives the attempt up; its reason, a `MailError`, becomes the outcome's. */
    signal?: AbortSignal;
  },
  timings: Partial<SmtpTimings> = {},
): Promise<SendOutcome> {
  const { host } = settings.smtp;
  let connection: SMTPConnection;
  try {
    connection = await openSmtp(settings, secret, timings, mail.signal);
  } catch (error) {
    return classifyFailure(error, host, false);
  }
  let addressed: Envelope;
  try {
    addressed = envelopeFor(mail.envelope, connection, host);
  } catch (error) {
    connection.quit();
    closeSoon(connection);
    return classifyFailure(error, host, false);
  }
  try {
    await mail.beforeData?.();
  } catch (error) {
    connection.close();
    throw error;
  }
  const stream = Readable.from(inChunks(mail.source));
  let handedOver = false;
  let broken = false;
  stream.once('error', () => {
    broken = true;
  });
  stream.once('end', () => {
    handedOver = true;
  });
  try {
    const info = await new Promise<SMTPConnection.SentMessageInfo>((resolve, reject) => {
      connection.once('error', reject);
      whenAborted(mail.signal, reject);
      const envelope = {
        ...addressed,
        use8BitMime: true,
        size: mail.source.size,
        ...(mail.report ? { dsn: requestFor(mail.report) } : {}),
      };
      connection.send(envelope, stream, (error, result) => (error ? reject(error) : resolve(result)));
    });
    connection.quit();
    return {
      outcome: 'accepted',
      accepted: info.accepted,
      rejected: ((info.rejectedErrors ?? []) as NodemailerErrorLike[]).map(rejectedRecipient),
      serverText: info.response,
      serverMessageId: serverMessageIdOf(info),
      reportsAsked: Boolean(mail.report) && offersReports(connection),
    };
  } catch (error) {
    stream.destroy();
    return classifyFailure(broken ? unreadable(error) : error, host, handedOver);
  } finally {
    closeSoon(connection);
  }
}

function serverMessageIdOf(info: object): string | null {
  const id = (info as { serverMessageId?: string }).serverMessageId;
  return id ? bareMessageId(id) : null;
}

/** Of the header alone: whoever asks has the mail. */
const requestFor = ({ envelopeId }: { envelopeId: string }) => ({
  ret: 'HDRS' as const,
  // No longer one is allowed (RFC 3461 section 4.4).
  ...(envelopeId.length <= 100 ? { envid: envelopeId } : {}),
  notify: ['SUCCESS', 'FAILURE', 'DELAY'] as ('SUCCESS' | 'FAILURE' | 'DELAY')[],
});

/** Lets QUIT out, then closes whatever the server does. */
function closeSoon(connection: SMTPConnection): void {
  const timer = setTimeout(() => connection.close(), 1000);
  timer.unref();
  connection.once('end', () => clearTimeout(timer));
}

async function* inChunks(source: ByteSource): AsyncGenerator<Buffer> {
  for await (const read of source.open()) {
    const bytes = read as Buffer;
    for (let start = 0; start < bytes.length; start += CHUNK) yield bytes.subarray(start, start + CHUNK);
  }
}
