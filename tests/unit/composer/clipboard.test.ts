import { inputRules } from 'prosemirror-inputrules';
import { EditorState, TextSelection } from 'prosemirror-state';
import { beforeAll, describe, expect, it } from 'vitest';
import { hasFormatting } from '#shared/text/draft-html.ts';
import { readPlain, writePlain } from '../../../renderer/features/composer/rich/clipboard.ts';
import { linkOnEnter, linkOnSpace, linkSelected } from '../../../renderer/features/composer/rich/links.ts';
import { written } from '../../../renderer/features/composer/rich/serialize.ts';
import { stubPage } from './dom.ts';

let open: (html: string, from?: number, to?: number) => EditorState;
beforeAll(async () => {
  stubPage();
  const { readHtml } = await import('../../../renderer/features/composer/rich/read.ts');
  open = (html, from, to) => {
    const doc = readHtml(html);
    const state = EditorState.create({ doc, plugins: [inputRules({ rules: [linkOnSpace] })] });
    const selection =
      from === undefined ? TextSelection.atEnd(doc) : TextSelection.create(doc, from, to ?? from);
    return state.apply(state.tr.setSelection(selection));
  };
});

/** What the text becomes when these words are pasted where the cursor is. */
function pasted(state: EditorState, text: string): string {
  const slice = readPlain(text, state.selection.$from);
  return written(state.apply(state.tr.replaceSelection(slice)).doc).html;
}

/** What the text becomes when a space is typed. */
function spaced(state: EditorState): string {
  let after = state;
  const { from, to } = state.selection;
  const view = { state, composing: false, dispatch: (tr: EditorState['tr']) => (after = after.apply(tr)) };
  const [rules] = state.plugins;
  rules!.props.handleTextInput!.call(rules!, view as never, from, to, ' ', () => state.tr);
  return written(after.doc).html;
}

describe('text from elsewhere', () => {
  it('keeps every line, the empty ones too', () => {
    expect(pasted(open('<div>Hello </div>'), 'one\n\ntwo\r\n  three')).toBe(
      '<div>Hello one</div><div><br></div><div>two</div><div>\u00a0 three</div>',
    );
  });

  it('is one with the line it is put into, and as bold', () => {
    expect(pasted(open('<div><b>Hello</b></div>'), ' all')).toBe('<div><strong>Hello all</strong></div>');
  });

  it('leads where its addresses say', () => {
    expect(pasted(open(''), 'See https://example.org/a_(b), or (www.example.net).')).toBe(
      '<div>See <a href="https://example.org/a_(b)">https://example.org/a_(b)</a>, or ' +
        '(<a href="https://www.example.net">www.example.net</a>).</div>',
    );
  });
});

describe('text for elsewhere', () => {
  const copied = (html: string, from: number, to: number) =>
    writePlain(open(html, from, to).selection.content());

  it('has a line for each line', () => {
    expect(copied('<div>one</div><div><br></div><div>two<br>three</div>', 1, 17)).toBe('one\n\ntwo\nthree');
  });

  it('is the word alone where a word of a list is copied, and the list where all of it is', () => {
    const list = '<ul><li>One</li><li>Two</li></ul>';
    expect(copied(list, 3, 5)).toBe('On');
    expect(copied(list, 3, 13)).toBe('- One\n- Two');
  });
});

describe('an address that is typed', () => {
  it('is a link once a space follows', () => {
    expect(spaced(open('<div>At https://example.org/a?b=1&amp;c.</div>'))).toBe(
      '<div>At <a href="https://example.org/a?b=1&amp;c">https://example.org/a?b=1&amp;c</a>. </div>',
    );
  });

  it.each([
    '<div>no.address</div>',
    '<div><code>https://example.org</code></div>',
    '<pre>https://example.org</pre>',
  ])('is none here: %s', (html) => expect(spaced(open(html))).not.toContain('<a '));

  it('is a link at the end of a line, where Enter does the rest', () => {
    const state = open('<div>www.example.org</div>');
    let html = '';
    expect(linkOnEnter(state, (tr) => (html = written(state.apply(tr).doc).html))).toBe(false);
    expect(html).toBe('<div><a href="https://www.example.org">www.example.org</a></div>');
  });

  it('does not make a mail one with formatting', () => {
    expect(hasFormatting('<div>At <a href="https://example.org/a">https://example.org/a</a></div>')).toBe(
      false,
    );
    expect(hasFormatting('<div><a href="https://www.example.org">www.example.org</a></div>')).toBe(false);
    expect(hasFormatting('<div><a href="https://example.org/a">here</a></div>')).toBe(true);
  });

  it('makes a link of the words it is pasted over, but replaces another address', () => {
    const over = (html: string, text: string) => {
      const state = open(html, 1, html.length - 10);
      let made: string | null = null;
      linkSelected(text)(state, (tr) => (made = written(state.apply(tr).doc).html));
      return made;
    };
    expect(over('<div>plan</div>', 'https://example.org/a')).toBe(
      '<div><a href="https://example.org/a">plan</a></div>',
    );
    expect(over('<div>plan</div>', 'two words')).toBeNull();
    expect(over('<div>https://example.net</div>', 'https://example.org/a')).toBeNull();
  });
});
