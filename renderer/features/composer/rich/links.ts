/** Addresses of the web that are typed or pasted become links. */
import { InputRule } from 'prosemirror-inputrules';
import type { Mark, Node } from 'prosemirror-model';
import type { Command, EditorState } from 'prosemirror-state';
import { withoutEnd } from '#shared/text/link-end.ts';
import { linkTarget, schema } from './schema.ts';

const { link, code } = schema.marks;

const ADDRESS = /(?:https?:\/\/|www\.)[^\s<>"\ufffc]+/gi;
/** The same right before the cursor, where a word begins. */
const BEFORE = String.raw`(?:^|[\s(\ufffc])((?:https?:\/\/|www\.)[^\s<>"\ufffc]+)`;
const TYPED = new RegExp(`${BEFORE}$`, 'i');

/** Nobody writes a longer one at the end of a sentence. */
const LONGEST = 2000;

const ENDS = /['.,;:!?…]/;

/** What ends a sentence is no part of the address. */
const trimmed = (address: string) => (address.length > LONGEST ? address : withoutEnd(address, ENDS));

/** Text with these marks, in which addresses lead where they say. */
export function linked(text: string, marks: readonly Mark[]): Node[] {
  if (text === '') return [];
  if (code.isInSet(marks) || link.isInSet(marks)) return [schema.text(text, marks)];
  const nodes: Node[] = [];
  let at = 0;
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    const address = trimmed(found);
    const href = linkTarget(address);
    if (href === null) continue;
    if (index > at) nodes.push(schema.text(text.slice(at, index), marks));
    nodes.push(schema.text(address, link.create({ href }).addToSet(marks)));
    at = index + address.length;
  }
  if (at < text.length) nodes.push(schema.text(text.slice(at), marks));
  return nodes;
}

/** Makes a link of the address that was `typed` up to `end`; null where it is none. */
function linkBefore(state: EditorState, typed: string, end: number) {
  const address = trimmed(typed);
  const href = linkTarget(address);
  const from = end - typed.length;
  if (!href || !state.doc.resolve(from).parent.type.allowsMarkType(link)) return null;
  const to = from + address.length;
  if (state.doc.rangeHasMark(from, to, link) || state.doc.rangeHasMark(from, to, code)) return null;
  return state.tr.addMark(from, to, link.create({ href })).removeStoredMark(link);
}

/** With a space after it; Backspace takes the link away again. */
export const linkOnSpace = new InputRule(new RegExp(`${BEFORE}\\s$`, 'i'), (state, match, _start, end) => {
  const space = match[0].slice(-1);
  const marks = state.doc.resolve(end).marks();
  return linkBefore(state, match[1]!, end)?.insert(end, schema.text(space, marks)) ?? null;
});

/** At the end of a line; what Enter does otherwise is done as well. */
export const linkOnEnter: Command = (state, dispatch) => {
  const { $from, empty } = state.selection;
  if (!empty || !$from.parent.isTextblock) return false;
  const before = $from.parent.textBetween(0, $from.parentOffset, undefined, '\ufffc');
  const typed = TYPED.exec(before)?.[1];
  const tr = typed ? linkBefore(state, typed, $from.pos) : null;
  if (tr) dispatch?.(tr);
  return false;
};

/** An address that is pasted over words makes them a link to it. */
export function linkSelected(text: string): Command {
  return (state, dispatch) => {
    const { $from, $to, empty, from, to } = state.selection;
    const address = text.trim();
    if (empty || !$from.sameParent($to) || !$from.parent.type.allowsMarkType(link)) return false;
    const words = state.doc.textBetween(from, to).trim();
    if (!/^https?:\/\/\S+$/i.test(address) || words === '' || linkTarget(words) !== null) return false;
    dispatch?.(state.tr.removeMark(from, to, link).addMark(from, to, link.create({ href: address })));
    return true;
  };
}
