import { parse } from 'parse5';

/** UTF-16 units of a mail in which its doctype is looked for. */
const MOST = 4000;

/** For each way to lay out a document that the WHATWG's HTML standard knows, a doctype that asks for it. */
const DOCTYPES = {
  'no-quirks': '<!doctype html>',
  'limited-quirks': '<!doctype html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "">',
  quirks: '',
};

/**
 * What a document has to begin with to be laid out as the mail would be: in quirks mode pictures in cells leave no gap,
 * and tables do not take the size of the text around them, which designs without a doctype count on.
 */
export function doctypeLike(html: string): string {
  return DOCTYPES[parse(html.slice(0, MOST)).mode];
}

/** What one document that holds all of these, each made by `doctypeLike`, has to begin with: the loosest of them. */
export function loosestDoctype(documents: readonly string[]): string {
  const { 'limited-quirks': limited, 'no-quirks': strict, quirks } = DOCTYPES;
  if (!documents.every((document) => document.startsWith('<!doctype'))) return quirks;
  return documents.some((document) => document.startsWith(limited)) ? limited : strict;
}
