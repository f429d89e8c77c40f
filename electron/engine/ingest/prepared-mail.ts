/** A mail ready for the store: everything slow (hashing, compressing, folding) was done before the transaction. */
import type { CalendarPart } from '#engine/channels/mail/mime/calendar/calendar-part.ts';
import type { CondensedBody } from '#engine/channels/mail/mime/condense.ts';
import type { DeliveryReport } from '#engine/channels/mail/mime/delivery-report.ts';
import type { SenderClaims } from '#engine/channels/mail/mime/sender-claims.ts';
import type { StoredContent } from '#engine/store/content.ts';
import type { Address } from '#shared/contract/model.ts';

export interface PreparedAttachment {
  partIndex: number;
  filename: string;
  contentType: string;
  contentId: string | null;
  size: number;
  /** `null` until the content is here. */
  sha256: string | null;
  /** What the server is asked for it by while the source is not here. */
  section?: string;
  inline: boolean;
}

export interface PreparedSource {
  sha256: string;
  /** zlib, kept in the row; `null` when it lies in a content file. */
  deflated: Uint8Array | null;
  content: StoredContent | null;
}

export interface PreparedMail {
  uid: number;
  flags: string[];
  modseq: string | null;
  emailId: string | null;
  providerThreadId: string | null;
  size: number;
  internalDate: number;
  messageId: string | null;
  inReplyTo: string | null;
  references: string[];
  subject: string;
  /** Milliseconds since the epoch. */
  date: number;
  from: Address[];
  sender: Address | null;
  to: Address[];
  cc: Address[];
  bcc: Address[];
  replyTo: Address[];
  listId: string | null;
  /** Sent by a machine (RFC 3834) or to many (Precedence: bulk, List-Unsubscribe). */
  automatic: boolean;
  warnings: string[];
  /** `null`: nobody delivered it here, or it could not be read. */
  claims: SenderClaims | null;
  body: CondensedBody;
  attachments: PreparedAttachment[];
  calendar: CalendarPart | null;
  report: DeliveryReport | null;
  /** `null` when only headers and text have arrived. */
  source: PreparedSource | null;
}
