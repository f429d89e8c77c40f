import type { CondensedMessage } from './condense.ts';
import type { MimeErrorCode } from './errors.ts';
import type { RenderContext, RenderedHtml } from './html/frame-document.ts';
import type { QuotableHtml } from './html/quotable.ts';
import type { ParsedMessage } from './types.ts';

/** What MimePool asks of a worker. Attachment contents come back as transferred buffers. */
export type MimeRequest =
  | { id: number; kind: 'parse'; source: Uint8Array; internalDate: number | null }
  | { id: number; kind: 'condense'; source: Uint8Array; internalDate: number | null; whole: boolean }
  | { id: number; kind: 'render'; html: string; context: RenderContext }
  | { id: number; kind: 'quote'; html: string; parts: readonly string[] };

export type MimeResponse =
  /** Once, when the worker has loaded its modules. */
  | { kind: 'ready' }
  | { id: number; kind: 'parsed'; parsed: ParsedMessage }
  | { id: number; kind: 'condensed'; condensed: CondensedMessage }
  | { id: number; kind: 'rendered'; rendered: RenderedHtml }
  | { id: number; kind: 'quoted'; quoted: QuotableHtml | null }
  | { id: number; kind: 'failed'; code: MimeErrorCode | null; message: string };
