/** One mailbox of an address header (RFC 5322 §3.4). Groups are flattened into their members. */
export interface Address {
  /** Decoded display name without control characters; null when there is none. */
  name: string | null;
  /** addr-spec as written; may be empty when only a display name was given. */
  address: string;
}

/** A leaf part that is not (only) body text. */
export interface ParsedAttachment {
  /** 0-based position among all leaf parts of the message in document order, text parts included. */
  partIndex: number;
  /** Decoded name made safe for a file system (no separators, controls or bidi overrides); null when absent. */
  filename: string | null;
  /** Lower-case media type without parameters. */
  contentType: string;
  /** Content-ID without angle brackets; null when absent. */
  contentId: string | null;
  /** Bytes of the decoded content. */
  size: number;
  /** Lower-case hex SHA-256 of the decoded content. */
  sha256: string;
  /** Content-Disposition says inline, or there is none and the HTML body shows the part by its cid. */
  inline: boolean;
  /** The HTML body refers to the part with a cid: URL. */
  referenced: boolean;
  /** Decoded content, byte for byte as the sender attached it; decoded only when it is read. */
  readonly content: Uint8Array;
}

/** A message as the engine understands it. Message ids are kept WITHOUT their angle brackets. */
export interface ParsedMessage {
  messageId: string | null;
  /** First msg-id of In-Reply-To. */
  inReplyTo: string | null;
  /** msg-ids of References in their order, without repetition. */
  references: string[];
  subject: string | null;
  /** Every mailbox of every From header, in order. */
  from: Address[];
  sender: Address | null;
  to: Address[];
  cc: Address[];
  bcc: Address[];
  replyTo: Address[];
  /** ISO 8601 in UTC: the Date header, else INTERNALDATE, else null. Never the present time. */
  date: string | null;
  text: string | null;
  html: string | null;
  attachments: ParsedAttachment[];
  /** Unfolded top-level fields in document order, as written (encoded words not decoded), no control characters. */
  headers: [name: string, value: string][];
  /** The identifier of List-Id (RFC 2919), without angle brackets. */
  listId: string | null;
  /** Keyword of Auto-Submitted (RFC 3834), lower case. */
  autoSubmitted: string | null;
  /** Stable codes of what was odd about the message; see MimeWarning. A code may carry a detail after a colon. */
  warnings: string[];
}

/** What a message can be warned about. */
export type MimeWarning =
  | 'header-missing'
  | 'header-malformed'
  | 'header-truncated'
  | 'header-repeated'
  | 'from-doubled'
  | 'from-missing'
  | 'date-missing'
  | 'date-invalid'
  | 'charset-unknown'
  | 'charset-mismatch'
  | 'boundary-missing'
  | 'multipart-truncated'
  | 'too-many-parts'
  | 'too-many-addresses'
  | 'nesting-too-deep'
  | 'structure-unreadable'
  | 'text-truncated'
  | 'parse-timeout'
  | 'parse-memory'
  | 'parse-failed';

export interface ParseOptions {
  /** The server's INTERNALDATE (RFC 9051 §2.3.3): the date of a message that has no usable Date header. */
  internalDate?: Date;
}
