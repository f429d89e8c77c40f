/** Tables that hold data stay tables; those that only lay out a page become what stands in them. */

/** Longer than what stands in a cell of data. */
const LONGEST_CELL = 2000;
const MOST_CELLS = 5000;

/** Makes of every table what it means. */
export function treatTables(body: HTMLElement): void {
  // The innermost first: what is left of them decides about those around.
  for (const table of [...body.querySelectorAll('table')].reverse()) {
    if (isData(table)) tidy(table);
    else flatten(table);
  }
}

const rowsOf = (table: Element) => [...table.querySelectorAll(':scope > tr, :scope > * > tr')];
const cellsOf = (row: Element) => [...row.querySelectorAll(':scope > td, :scope > th')];

function isData(table: Element): boolean {
  if (table.querySelector('table') || /^(?:presentation|none)$/.test(table.getAttribute('role') ?? ''))
    return false;
  const rows = rowsOf(table).map(cellsOf);
  const cells = rows.flat();
  return (
    cells.length <= MOST_CELLS &&
    rows.some((row) => row.length > 1) &&
    cells.every((cell) => (cell.textContent?.length ?? 0) <= LONGEST_CELL)
  );
}

/** Only rows that have cells; the caption stands before it as a line. */
function tidy(table: Element): void {
  const document = table.ownerDocument;
  for (const caption of table.querySelectorAll(':scope > caption')) {
    const line = document.createElement('div');
    line.append(...caption.childNodes);
    table.before(line);
    caption.remove();
  }
  for (const other of table.querySelectorAll('colgroup, col')) other.remove();
  for (const row of rowsOf(table)) if (cellsOf(row).length === 0) row.remove();
}

/** The cells of a row stand in one line, unless they hold lines of their own. */
function flatten(table: Element): void {
  const document = table.ownerDocument;
  const parts: Element[] = [];
  for (const row of rowsOf(table)) {
    const cells = cellsOf(row);
    const apart = cells.some((cell) => cell.querySelector('table, ul, ol, pre, p ~ p, div ~ div'));
    if (apart || cells.length < 2) {
      for (const cell of cells) {
        const part = document.createElement('div');
        part.append(...cell.childNodes);
        parts.push(part);
      }
      continue;
    }
    const line = document.createElement('div');
    for (const [index, cell] of cells.entries()) {
      if (index > 0) line.append(' | ');
      for (const block of cell.querySelectorAll('p, div')) block.replaceWith(...block.childNodes);
      line.append(...cell.childNodes);
    }
    parts.push(line);
  }
  table.replaceWith(...parts);
}
