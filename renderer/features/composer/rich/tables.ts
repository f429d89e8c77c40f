/** Tables: pasted, filled in and sent; there is no tool that makes one. */
import { type DOMOutputSpec, Fragment, type Node, type NodeSpec, Slice } from 'prosemirror-model';
import {
  type Command,
  type EditorState,
  NodeSelection,
  Plugin,
  TextSelection,
  type Transaction,
} from 'prosemirror-state';

const span = (cell: Element, name: 'colspan' | 'rowspan') =>
  Math.min(100, Math.max(1, Number(cell.getAttribute(name)) || 1));
const ALIGNED = /^(?:right|center)$/;

function alignOf(cell: HTMLElement): string | null {
  const align = cell.style.textAlign || cell.getAttribute('align') || '';
  return ALIGNED.test(align) ? align : null;
}

/** The attributes of a cell that say anything. */
export function cellAttributes({ attrs }: Node): Record<string, string> {
  return {
    ...(attrs.colspan > 1 ? { colspan: String(attrs.colspan) } : {}),
    ...(attrs.rowspan > 1 ? { rowspan: String(attrs.rowspan) } : {}),
    ...(attrs.align ? { align: attrs.align } : {}),
  };
}

/** How a table looks where the mail is read: every program knows these. */
export const TABLE_LOOK = 'border="1" cellpadding="4" style="border-collapse:collapse"';

export const tableNodes = {
  table: {
    content: 'table_row+',
    group: 'block',
    isolating: true,
    parseDOM: [{ tag: 'table' }],
    toDOM: (): DOMOutputSpec => ['table', ['tbody', 0]],
  },
  table_row: {
    content: 'table_cell+',
    parseDOM: [{ tag: 'tr' }],
    toDOM: (): DOMOutputSpec => ['tr', 0],
  },
  table_cell: {
    content: 'block+',
    isolating: true,
    attrs: {
      heading: { default: false, validate: 'boolean' },
      colspan: { default: 1, validate: 'number' },
      rowspan: { default: 1, validate: 'number' },
      align: { default: null, validate: 'string|null' },
    },
    parseDOM: (['td', 'th'] as const).map((tag) => ({
      tag,
      getAttrs: (cell: HTMLElement) => ({
        heading: tag === 'th',
        colspan: span(cell, 'colspan'),
        rowspan: span(cell, 'rowspan'),
        align: alignOf(cell),
      }),
    })),
    toDOM: (cell): DOMOutputSpec => [cell.attrs.heading ? 'th' : 'td', cellAttributes(cell), 0],
  },
} satisfies Record<string, NodeSpec>;

/** How deep the innermost node of this name around the cursor lies; 0 where there is none. */
function depthOf({ selection: { $from } }: EditorState, name: keyof typeof tableNodes): number {
  for (let depth = $from.depth; depth > 0; depth--) if ($from.node(depth).type.name === name) return depth;
  return 0;
}

/** Goes to the next cell, or the one before; past the last one is another row. */
export function toCell(step: 1 | -1): Command {
  return (state, dispatch) => {
    const depth = depthOf(state, 'table_cell');
    if (depth === 0) return false;
    const { $from } = state.selection;
    const table = $from.node(depth - 2);
    const start = $from.start(depth - 2);
    const cells: number[] = [];
    table.descendants((node, at, parent) => {
      if (node.type.name === 'table_cell' && parent?.type.name === 'table_row') cells.push(start + at);
      return node.type.name === 'table_row';
    });
    const to = cells.indexOf($from.before(depth)) + step;
    if (to < 0) return false;
    const { tr } = state;
    let at = cells[to];
    if (at === undefined) {
      const end = start + table.content.size;
      const { type, childCount } = table.lastChild!;
      const cell = $from.node(depth).type.createAndFill()!;
      tr.insert(
        end,
        type.create(
          null,
          Array.from({ length: childCount }, () => cell),
        ),
      );
      at = end + 1;
    }
    dispatch?.(tr.setSelection(TextSelection.near(tr.doc.resolve(at + 1))).scrollIntoView());
    return true;
  };
}

/** Selects the table right before the cursor, or after it: the same key again takes it away whole. */
export function selectTable(side: 'before' | 'after'): Command {
  return (state, dispatch) => {
    const { $from, empty } = state.selection;
    const { parent, parentOffset, depth } = $from;
    const atEdge = side === 'before' ? parentOffset === 0 : parentOffset === parent.content.size;
    if (!empty || depth === 0 || !parent.isTextblock || !atEdge) return false;
    const at = state.doc.resolve(side === 'before' ? $from.before() : $from.after());
    const table = side === 'before' ? at.nodeBefore : at.nodeAfter;
    if (table?.type.name !== 'table') return false;
    const from = side === 'before' ? at.pos - table.nodeSize : at.pos;
    dispatch?.(state.tr.setSelection(NodeSelection.create(state.doc, from)).scrollIntoView());
    return true;
  };
}

/** What is pasted ends in a line after its table, where one goes on writing. */
export function withLineAfter(slice: Slice): Slice {
  const last = slice.content.lastChild;
  if (last?.type.name !== 'table') return slice;
  const line = last.type.schema.nodes.paragraph!.create();
  return new Slice(slice.content.append(Fragment.from(line)), slice.openStart, 1);
}

/** A table leaves a line before it and after it, to write in. */
export const roomAroundTables = new Plugin({
  appendTransaction(_transactions, _before, state): Transaction | null {
    const { doc, schema, tr } = state;
    const line = () => schema.nodes.paragraph!.create();
    if (doc.lastChild?.type.name === 'table') tr.insert(doc.content.size, line());
    if (doc.firstChild?.type.name === 'table') tr.insert(0, line());
    return tr.docChanged ? tr : null;
  },
});
