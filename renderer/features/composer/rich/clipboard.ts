/** Text without formatting on its way into the editor and out of it. */
import { Fragment, type ResolvedPos, Slice } from 'prosemirror-model';
import { linked } from './links.ts';
import { schema } from './schema.ts';
import { textOf } from './serialize.ts';

/** What was copied as text: every line is one here, the empty ones too, and takes the marks of where it is put. */
export function readPlain(text: string, $at: ResolvedPos): Slice {
  const lines = text
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .map((line) => schema.nodes.paragraph.create(null, linked(line, $at.marks())));
  return new Slice(Fragment.from(lines), 1, 1);
}

/** What is copied, for programs that take text alone. Of one line only its words go, without the mark of a list. */
export function writePlain({ content, openStart, openEnd }: Slice): string {
  let inside = content;
  for (let open = Math.min(openStart, openEnd); open > 0 && inside.childCount === 1; open--) {
    const only = inside.firstChild!;
    if (only.isTextblock) return textOf([only]);
    inside = only.content;
  }
  return textOf(content.content);
}
