import { cleanServerText, MailError, needsUser } from '../errors.ts';
import { explainError } from '../explain-error.ts';
import type { NodemailerErrorLike } from './smtp-error.ts';

export interface RejectedRecipient {
  address: string;
  /** RFC 5321 section 4.2.1: 5yz is for good, 4yz may be accepted later. */
  permanent: boolean;
  serverText: string | null;
}

/**
 * How an attempt to send ended.
 * - `accepted`: the server took responsibility for the message, for `accepted`; `rejected` did not get it.
 * - `temporary`: nothing was sent; the same message may be tried again later.
 * - `permanent`: nothing was sent, and trying again would end the same way.
 * - `blocked`: nothing was sent; the account must be repaired first (password, certificate, settings).
 * - `ambiguous`: the whole message was handed over and the connection ended before the answer. It may have been
 *   sent: look before sending again.
 */
export type SendOutcome =
  | {
      outcome: 'accepted';
      accepted: string[];
      rejected: RejectedRecipient[];
      serverText: string | null;
      /** Message-ID the server gave the message instead of ours, without brackets; `null` when it kept ours. */
      serverMessageId: string | null;
      /** Whether the server was asked for a delivery report: it was wanted, and this one gives them. */
      reportsAsked: boolean;
    }
  | { outcome: 'temporary' | 'permanent'; rejected: RejectedRecipient[]; error: MailError }
  | { outcome: 'blocked' | 'ambiguous'; error: MailError };

/** Errors that no repetition repairs until somebody changes something about the account. */
const BLOCKED = /^(certificate-.*|tls-not-offered)$/;

/**
 * Sorts a failure. `handedOver`: every byte of the message had left for the server when it happened, so the final dot
 * of DATA may have arrived (RFC 5321 section 4.1.1.4: from there on the server may deliver).
 */
export function classifyFailure(error: unknown, host: string, handedOver: boolean): SendOutcome {
  const raw = (typeof error === 'object' && error !== null ? error : {}) as NodemailerErrorLike;
  const rejected = (raw.rejectedErrors ?? []).map(rejectedRecipient);
  const code = raw.responseCode;
  const answered = typeof code === 'number' && code > 0;
  if (handedOver && !answered) {
    return { outcome: 'ambiguous', error: unsure(host, error) };
  }
  if (!answered || raw.code === 'EAUTH' || raw.code === 'ETLS') {
    const tooLarge = /size larger than allowed/i.test(raw.message ?? '');
    const explained = tooLarge ? messageTooLarge(host, raw) : explainError(error, host);
    if (needsUser(explained) || BLOCKED.test(explained.code)) return { outcome: 'blocked', error: explained };
    const permanent = tooLarge || explained.code === 'address-not-taken';
    return { outcome: permanent ? 'permanent' : 'temporary', rejected, error: explained };
  }
  const permanent =
    rejected.length > 0 ? rejected.every((recipient) => recipient.permanent) : code >= 500 && code !== 503;
  return {
    outcome: permanent ? 'permanent' : 'temporary',
    rejected,
    error:
      code === 552 && rejected.length === 0 && !isMailboxFull(raw)
        ? messageTooLarge(host, raw)
        : refused(host, raw, permanent),
  };
}

/** The same reply says that a message is too large and that a mailbox is full; RFC 3463 section 3.3 tells which. */
const isMailboxFull = ({ response }: NodemailerErrorLike) => /^552[ -]5\.2\.[12]\b/.test(response ?? '');

export function rejectedRecipient(error: NodemailerErrorLike): RejectedRecipient {
  return {
    address: error.recipient ?? '',
    permanent: (error.responseCode ?? 0) >= 500,
    serverText: error.response ? cleanServerText(error.response) : null,
  };
}

function unsure(host: string, cause: unknown): MailError {
  return new MailError(
    'connection-lost',
    `The connection to ${host} ended after the message was handed over and before the server confirmed it.`,
    'It may have been sent. Skein looks into the Sent mailbox before it tries again.',
    { cause },
  );
}

function messageTooLarge(host: string, raw: NodemailerErrorLike): MailError {
  return new MailError(
    'message-too-large',
    `The message is larger than ${host} takes.`,
    'Send smaller attachments, or fewer in one message.',
    { serverText: raw.response ?? null, cause: raw },
  );
}

function refused(host: string, raw: NodemailerErrorLike, permanent: boolean): MailError {
  return new MailError(
    permanent ? 'server-refused' : 'server-busy',
    permanent ? `${host} refused the message.` : `${host} cannot take the message now.`,
    permanent
      ? 'The server says why below. Change the message or its recipients, then send it again.'
      : 'Skein tries again by itself.',
    { serverText: raw.response ?? null, cause: raw },
  );
}
