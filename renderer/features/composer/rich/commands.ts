/** What the keys and the tools of the editor do. */
import { chainCommands, exitCode, lift, setBlockType, toggleMark, wrapIn } from 'prosemirror-commands';
import { redo, undo } from 'prosemirror-history';
import { undoInputRule } from 'prosemirror-inputrules';
import type { MarkType, NodeType } from 'prosemirror-model';
import { liftListItem, sinkListItem, splitListItem, wrapInList } from 'prosemirror-schema-list';
import type { Command, EditorState } from 'prosemirror-state';
import { schema } from './schema.ts';
import { selectTable, toCell } from './tables.ts';

const { nodes, marks } = schema;

export type MarkName = 'strong' | 'em' | 'underline' | 'strike' | 'code';
export type BlockName = 'bullet_list' | 'ordered_list' | 'blockquote';
export type Style = 'paragraph' | 'heading1' | 'heading2' | 'heading3' | 'code_block';

/** Whether what is selected, or would be typed, has the mark. */
function hasMark(state: EditorState, type: MarkType): boolean {
  const { from, $from, to, empty } = state.selection;
  if (empty) return type.isInSet(state.storedMarks ?? $from.marks()) !== undefined;
  return state.doc.rangeHasMark(from, to, type);
}

function within(state: EditorState, type: NodeType): boolean {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth--) if ($from.node(depth).type === type) return true;
  return false;
}

/** What the tools show of the place where the cursor is. */
export interface Standing {
  marks: Record<MarkName, boolean>;
  blocks: Record<BlockName, boolean>;
  style: Style;
  /** Where the link at the cursor leads. */
  link: string | null;
}

export function standingOf(state: EditorState): Standing {
  const { parent } = state.selection.$from;
  const mark = (name: MarkName) => hasMark(state, marks[name]);
  const style =
    parent.type === nodes.heading
      ? (`heading${parent.attrs.level}` as Style)
      : parent.type === nodes.code_block
        ? 'code_block'
        : 'paragraph';
  return {
    marks: {
      strong: mark('strong'),
      em: mark('em'),
      underline: mark('underline'),
      strike: mark('strike'),
      code: mark('code'),
    },
    blocks: {
      bullet_list: within(state, nodes.bullet_list),
      ordered_list: within(state, nodes.ordered_list),
      blockquote: within(state, nodes.blockquote),
    },
    style,
    link: linkAt(state)?.href ?? null,
  };
}

export const toggle = (name: MarkName): Command => toggleMark(marks[name]);

/** Into the list, the other list, or out of it. */
export function toggleList(name: 'bullet_list' | 'ordered_list'): Command {
  const type = nodes[name];
  const other = name === 'bullet_list' ? nodes.ordered_list : nodes.bullet_list;
  return (state, dispatch) => {
    if (within(state, type)) return liftListItem(nodes.list_item)(state, dispatch);
    if (!within(state, other)) return wrapInList(type)(state, dispatch);
    const { $from } = state.selection;
    for (let depth = $from.depth; depth > 0; depth--)
      if ($from.node(depth).type === other) {
        dispatch?.(state.tr.setNodeMarkup($from.before(depth), type));
        return true;
      }
    return false;
  };
}

export const toggleQuote: Command = (state, dispatch) =>
  within(state, nodes.blockquote) ? lift(state, dispatch) : wrapIn(nodes.blockquote)(state, dispatch);

export function setStyle(style: Style): Command {
  if (style.startsWith('heading')) return setBlockType(nodes.heading, { level: Number(style.slice(-1)) });
  return setBlockType(style === 'code_block' ? nodes.code_block : nodes.paragraph);
}

/** Takes every mark off what is selected and makes its blocks plain lines. */
export const clearFormatting: Command = (state, dispatch) => {
  const { from, to } = state.selection;
  if (dispatch) {
    const tr = state.tr.removeMark(from, to).setStoredMarks([]);
    dispatch(tr.setBlockType(from, to, nodes.paragraph));
  }
  return true;
};

/** The link that holds the cursor, or all that is selected, and how far it reaches. */
export function linkAt({ selection }: EditorState): { href: string; from: number; to: number } | null {
  const { $from, from, to } = selection;
  const runs: { href: string; from: number; to: number }[] = [];
  $from.parent.forEach((node, offset) => {
    const href = marks.link.isInSet(node.marks)?.attrs.href;
    if (href === undefined) return;
    const at = $from.start() + offset;
    const last = runs.at(-1);
    if (last?.to === at && last.href === href) last.to += node.nodeSize;
    else runs.push({ href, from: at, to: at + node.nodeSize });
  });
  return runs.find((run) => run.from <= from && to <= run.to) ?? null;
}

/** Makes what is selected, or the link at the cursor, lead to `href`; null takes the link away. */
export function setLink(href: string | null, words = ''): Command {
  return (state, dispatch) => {
    const at = linkAt(state);
    const { from, to } = state.selection.empty && at ? at : state.selection;
    if (!dispatch) return true;
    const { tr } = state;
    if (href === null) dispatch(tr.removeMark(from, to, marks.link));
    else if (from === to)
      dispatch(tr.insert(from, schema.text(words || href, [marks.link.create({ href })])));
    else dispatch(tr.removeMark(from, to, marks.link).addMark(from, to, marks.link.create({ href })));
    return true;
  };
}

const lineBreak: Command = chainCommands(exitCode, (state, dispatch) => {
  dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView());
  return true;
});

/** Keys of the editor; those of lists come before what Enter and Backspace do elsewhere. */
export const editorKeys: Record<string, Command> = {
  'Mod-b': toggle('strong'),
  'Mod-i': toggle('em'),
  'Mod-u': toggle('underline'),
  'Mod-Shift-x': toggle('strike'),
  'Mod-e': toggle('code'),
  'Mod-Shift-7': toggleList('ordered_list'),
  'Mod-Shift-8': toggleList('bullet_list'),
  'Mod-Shift-9': toggleQuote,
  'Mod-\\': clearFormatting,
  'Mod-z': undo,
  'Mod-y': redo,
  'Mod-Shift-z': redo,
  Backspace: chainCommands(undoInputRule, selectTable('before')),
  Delete: selectTable('after'),
  Enter: splitListItem(nodes.list_item),
  'Shift-Enter': lineBreak,
  // Elsewhere Tab leaves the text.
  Tab: toCell(1),
  'Shift-Tab': toCell(-1),
  'Mod-]': sinkListItem(nodes.list_item),
  'Mod-[': liftListItem(nodes.list_item),
};
