import { Slice } from 'prosemirror-model';
import { EditorState, Selection } from 'prosemirror-state';
import { EditorView } from 'prosemirror-view';
import { type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react';
import { cx } from '../../../design/cx.ts';
import { PICTURE_TYPES } from '../choose-pictures.ts';
import { readPlain, writePlain } from './clipboard.ts';
import { linkAt, type Standing, standingOf } from './commands.ts';
import { FormattingBar } from './FormattingBar.tsx';
import { LinkBar } from './LinkBar.tsx';
import { linkSelected } from './links.ts';
import { cleanPasted } from './paste.ts';
import { plugins } from './plugins.ts';
import styles from './RichText.module.css';
import { inertDocument, readHtml } from './read.ts';
import { schema } from './schema.ts';
import { type Written, written } from './serialize.ts';
import { withLineAfter } from './tables.ts';

export interface RichTextHandle {
  focus(): void;
  /** Puts what was written elsewhere where the cursor is. */
  insert(content: Written): void;
  /** Puts a picture of the draft where the cursor is. */
  insertPicture(attachmentId: string, alt: string): void;
}

export interface RichTextProps {
  ref?: Ref<RichTextHandle>;
  html: string;
  label: string;
  placeholder: string;
  bar: boolean;
  /** Begin with the cursor in the text. */
  focus: boolean;
  /** Whether an attachment is a picture of this draft. */
  isPicture: (attachmentId: string) => boolean;
  onChange: (content: Written) => void;
  /** The picture tool was used. Without this and the next there are no pictures. */
  onPicture?: () => void;
  /** Pictures were pasted into the text, or dropped on it. */
  onPictures?: (files: File[]) => void;
  /** Formatting is given up. */
  onPlain?: () => void;
}

const picturesIn = (data: DataTransfer | null) =>
  [...(data?.files ?? [])].filter(({ type }) => PICTURE_TYPES.includes(type));

/** Office puts a picture of the words beside the words. */
function hasWords(data: DataTransfer | null): boolean {
  const html = data?.getData('text/html') ?? '';
  return html !== '' && inertDocument(html).body.textContent?.trim() !== '';
}

const stateOf = (html: string) => EditorState.create({ doc: readHtml(html), plugins });

/** What was put here by the program is not what the user wrote. */
const FROM_OUTSIDE = 'from-outside';

/** The text of a mail with its formatting, and the tools for it. */
export default function RichText(props: RichTextProps) {
  const { html, label, placeholder, bar } = props;
  const place = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<EditorView | null>(null);
  const made = useRef<EditorView | null>(null);
  const [standing, setStanding] = useState<Standing | null>(null);
  const [linking, setLinking] = useState(false);
  const latest = useRef(props);
  latest.current = props;
  /** The HTML that the editor shows: what comes from elsewhere is read anew. */
  const shown = useRef(html);

  useEffect(() => {
    const editor = new EditorView(place.current, {
      state: stateOf(shown.current),
      attributes: {
        role: 'textbox',
        'aria-multiline': 'true',
        class: styles.text ?? '',
        dir: 'auto',
        spellcheck: 'true',
      },
      transformPasted: withLineAfter,
      clipboardTextParser: readPlain,
      clipboardTextSerializer: writePlain,
      transformPastedHTML: (pasted) => cleanPasted(pasted, (id) => latest.current.isPicture(id)),
      // The editor keeps Enter and Escape for itself; sending and leaving are the composer's.
      handleDOMEvents: {
        keydown: (_editor, event) =>
          !event.isComposing &&
          (event.key === 'Escape' || (event.key === 'Enter' && (event.ctrlKey || event.metaKey))),
      },
      handlePaste: (editor, event) => {
        const address = event.clipboardData?.getData('text/plain') ?? '';
        if (linkSelected(address)(editor.state, editor.dispatch)) return true;
        const pictures = picturesIn(event.clipboardData);
        const { onPictures } = latest.current;
        if (!onPictures || pictures.length === 0 || hasWords(event.clipboardData)) return false;
        onPictures(pictures);
        return true;
      },
      handleDrop: (editor, event) => {
        const pictures = picturesIn(event.dataTransfer);
        const { onPictures } = latest.current;
        const others = pictures.length < (event.dataTransfer?.files.length ?? 0);
        if (!onPictures || pictures.length === 0 || others) return false;
        const at = editor.posAtCoords({ left: event.clientX, top: event.clientY });
        if (at)
          editor.dispatch(editor.state.tr.setSelection(Selection.near(editor.state.doc.resolve(at.pos))));
        event.preventDefault();
        onPictures(pictures);
        return true;
      },
      handleKeyDown: (editor, event) => {
        // With nothing selected the key is the window's.
        const asked =
          event.key === 'k' && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
        if (!asked || (editor.state.selection.empty && !linkAt(editor.state))) return false;
        setLinking(true);
        return true;
      },
      dispatchTransaction(transaction) {
        const state = editor.state.apply(transaction);
        editor.updateState(state);
        setStanding((before) => {
          const now = standingOf(state);
          return JSON.stringify(now) === JSON.stringify(before) ? before : now;
        });
        if (!transaction.docChanged || transaction.getMeta(FROM_OUTSIDE)) return;
        const content = written(state.doc);
        shown.current = content.html;
        latest.current.onChange(content);
      },
    });
    made.current = editor;
    setView(editor);
    setStanding(standingOf(editor.state));
    if (latest.current.focus) {
      editor.dispatch(editor.state.tr.setSelection(Selection.atEnd(editor.state.doc)));
      editor.focus();
    }
    return () => editor.destroy();
  }, []);

  useEffect(() => {
    if (!view || html === shown.current) return;
    const { tr, doc } = view.state;
    view.dispatch(tr.replaceWith(0, doc.content.size, readHtml(html).content).setMeta(FROM_OUTSIDE, true));
    shown.current = html;
  }, [view, html]);

  useEffect(() => {
    view?.dom.setAttribute('aria-label', label);
    view?.dom.setAttribute('aria-placeholder', placeholder);
    view?.dom.setAttribute('data-placeholder', placeholder);
  }, [view, label, placeholder]);

  useImperativeHandle(
    props.ref,
    () => ({
      focus: () => made.current?.focus(),
      insert: ({ html: inserted }) => {
        const editor = made.current;
        if (!editor) return;
        editor.dispatch(editor.state.tr.replaceSelection(Slice.maxOpen(readHtml(inserted).content)));
        editor.focus();
      },
      insertPicture: (attachment, alt) => {
        const editor = made.current;
        if (!editor) return;
        editor.dispatch(editor.state.tr.replaceSelectionWith(schema.nodes.image.create({ attachment, alt })));
        editor.focus();
      },
    }),
    [],
  );

  return (
    <>
      <div ref={place} data-rich-text="" className={cx(styles.place, html === '' && styles.empty)} />
      {view && linking ? <LinkBar view={view} onClose={() => setLinking(false)} /> : null}
      {view && standing && bar ? (
        <FormattingBar
          view={view}
          standing={standing}
          onLink={() => setLinking(true)}
          onPicture={props.onPicture}
          onPlain={props.onPlain}
        />
      ) : null}
    </>
  );
}
