/** Bounds on hostile input. Sizes in bytes unless the name says otherwise. */
export const LIMITS = {
  /** Largest source that is parsed at all. */
  source: 150 * 1024 * 1024,
  /** Top-level header bytes that are read; the rest is left out with a warning. */
  header: 1024 * 1024,
  /** Header bytes of all parts together. */
  partHeaders: 2 * 1024 * 1024,
  /** Fields kept of the top-level header. */
  headerFields: 5_000,
  /** Mailboxes kept of one address header. */
  addresses: 5_000,
  /** msg-ids kept of References: the first and the newest of the rest. */
  references: 1_000,
  /** MIME part nesting. */
  depth: 256,
  /** Parts of all levels together. */
  parts: 10_000,
  /** Bytes read of one text part; the whole of it stays in the source. */
  textBytes: 16 * 1024 * 1024,
  /** Characters kept of the text body, and of the HTML body. */
  text: 8 * 1024 * 1024,
  /** Bytes of the raw body shown as text when the structure cannot be read. */
  fallbackText: 256 * 1024,
  /** UTF-16 units kept of an attachment's name. */
  filename: 200,
} as const;
