import { baseKeymap } from 'prosemirror-commands';
import { history } from 'prosemirror-history';
import { inputRules, textblockTypeInputRule, wrappingInputRule } from 'prosemirror-inputrules';
import { keymap } from 'prosemirror-keymap';
import type { Plugin } from 'prosemirror-state';
import { editorKeys } from './commands.ts';
import { linkOnEnter, linkOnSpace } from './links.ts';
import { schema } from './schema.ts';
import { roomAroundTables } from './tables.ts';

const { nodes } = schema;

/** What is typed at the start of a line and becomes a list, a quote or a heading; Backspace takes it back. */
const rules = [
  wrappingInputRule(/^\s*[-*]\s$/, nodes.bullet_list),
  wrappingInputRule(
    /^(\d{1,3})\.\s$/,
    nodes.ordered_list,
    (match) => ({ start: Number(match[1]) || 1 }),
    (match, list) => list.childCount + list.attrs.start === Number(match[1]),
  ),
  wrappingInputRule(/^\s*>\s$/, nodes.blockquote),
  textblockTypeInputRule(/^(#{1,3})\s$/, nodes.heading, (match) => ({ level: match[1]!.length })),
  textblockTypeInputRule(/^```$/, nodes.code_block),
  linkOnSpace,
];

export const plugins: Plugin[] = [
  inputRules({ rules }),
  keymap({ Enter: linkOnEnter, 'Shift-Enter': linkOnEnter }),
  keymap(editorKeys),
  roomAroundTables,
  keymap(baseKeymap),
  history({ newGroupDelay: 500 }),
];
