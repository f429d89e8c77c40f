/** What may stand before a colon in a search, in the order it is offered. */
export const OPERATORS = [
  'from:',
  'to:',
  'has:attachment',
  'before:',
  'after:',
  'in:',
  'label:',
  '""',
] as const;
export type Operator = (typeof OPERATORS)[number];

const COMPLETE: ReadonlySet<Operator> = new Set(['has:attachment']);

/**
 * The query with an operator put at its end and the place where typing goes on: inside the quotes of a phrase, after
 * the colon, or after the space that follows an operator that is already whole.
 */
export function addOperator(query: string, operator: Operator): { query: string; caret: number } {
  const words = query.trimEnd();
  const glued = words === '' ? operator : `${words} ${operator}`;
  if (operator === '""') return { query: glued, caret: glued.length - 1 };
  if (!COMPLETE.has(operator)) return { query: glued, caret: glued.length };
  if (words.split(/\s+/).includes(operator)) return { query: `${words} `, caret: words.length + 1 };
  return { query: `${glued} `, caret: glued.length + 1 };
}
