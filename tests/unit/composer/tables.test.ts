import { EditorState, TextSelection } from 'prosemirror-state';
import { beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../../renderer/features/composer/rich/schema.ts';
import { written } from '../../../renderer/features/composer/rich/serialize.ts';
import { roomAroundTables, selectTable, toCell } from '../../../renderer/features/composer/rich/tables.ts';
import { stubPage } from './dom.ts';

const TABLE = '<table><tr><td>One</td><td>Two</td></tr><tr><td>Three</td><td>Four</td></tr></table>';

let open: (html: string) => EditorState;
beforeAll(async () => {
  stubPage();
  const { readHtml } = await import('../../../renderer/features/composer/rich/read.ts');
  open = (html) => {
    const state = EditorState.create({ doc: readHtml(html), plugins: [roomAroundTables] });
    // As any change does.
    return state.apply(state.tr.insert(0, schema.nodes.paragraph.create()).delete(0, 2));
  };
});

/** With the cursor where a word is. */
function at(state: EditorState, word: string): EditorState {
  let found = 0;
  state.doc.descendants((node, pos) => {
    if (node.isText && node.text === word) found = pos;
  });
  return state.apply(state.tr.setSelection(TextSelection.create(state.doc, found)));
}

const pressed = (state: EditorState, command: ReturnType<typeof toCell>) => {
  let after: EditorState | null = null;
  const done = command(state, (tr) => {
    after = state.apply(tr);
  });
  return { done, after: (after ?? state) as EditorState };
};

describe('a table in what is written', () => {
  it('has a line before it and after it', () => {
    expect(open(TABLE).doc.children.map(({ type }) => type.name)).toEqual([
      'paragraph',
      'table',
      'paragraph',
    ]);
    expect(open(`<div>a</div>${TABLE}<div>b</div>`).doc.childCount).toBe(3);
  });

  it('is selected whole by Backspace below it and by Delete above it', () => {
    const state = open(`<div>above</div>${TABLE}<div>below</div>`);
    const cursor = (pos: number) => state.apply(state.tr.setSelection(TextSelection.create(state.doc, pos)));
    const below = state.doc.content.size - 'below'.length - 1;
    for (const [side, pos] of [
      ['before', below],
      ['after', 'above'.length + 1],
    ] as const) {
      const { after } = pressed(cursor(pos), selectTable(side));
      expect(written(after.apply(after.tr.deleteSelection()).doc).text).toBe('above\nbelow');
      expect(pressed(cursor(pos), selectTable(side === 'before' ? 'after' : 'before')).done).toBe(false);
    }
  });

  it('is gone through with Tab, which makes another row at its end and is the window’s elsewhere', () => {
    const forward = pressed(at(open(TABLE), 'Two'), toCell(1)).after;
    expect(forward.selection.$from.parent.textContent).toBe('Three');
    expect(pressed(forward, toCell(-1)).after.selection.$from.parent.textContent).toBe('Two');
    const { after } = pressed(at(forward, 'Four'), toCell(1));
    expect(written(after.doc).html).toContain('<td>Four</td></tr><tr><td></td><td></td></tr></tbody>');
    expect(after.selection.$from.parent.textContent).toBe('');
    expect(pressed(at(open(TABLE), 'One'), toCell(-1)).done).toBe(false);
    expect(pressed(open('<div>x</div>'), toCell(1)).done).toBe(false);
  });
});
