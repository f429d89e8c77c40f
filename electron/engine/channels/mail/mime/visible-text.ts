export type FoldedKind = 'quote' | 'signature' | 'disclaimer';

export interface VisibleText {
  /** What the sender wrote in this message. */
  visible: string;
  /** What was folded away, in document order. */
  folded: { kind: FoldedKind; text: string }[];
}

/** Parts what the sender wrote from quoted text and signature. */
export function visibleText(text: string): VisibleText {
  return { visible: text, folded: [] };
}
