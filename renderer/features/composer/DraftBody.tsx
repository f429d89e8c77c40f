import { lazy, type Ref, Suspense, useEffect, useImperativeHandle, useLayoutEffect, useRef } from 'react';
import { announce } from '../../app/announce.tsx';
import { screens } from '../../app/preload.ts';
import { strings } from '../../app/strings/index.ts';
import { useSettings } from '../settings/useSettings.ts';
import styles from './Composer.module.css';
import { choosePictures } from './choose-pictures.ts';
import type { DraftSession } from './DraftSession.ts';
import type { DraftFields, DraftState } from './draft-state.ts';
import type { RichTextHandle } from './rich/RichText.tsx';

const RichText = lazy(screens.richText);
const t = strings.composer;

/** What is written: text in a box that grows with it, or, where mail has formatting, the editor for that. */
export function DraftBody({
  ref,
  session,
  state,
  tall,
  placeholder,
  tools,
  focus,
  onChange,
  onPictures,
}: {
  ref: Ref<RichTextHandle>;
  session: DraftSession;
  state: DraftState;
  tall: boolean;
  placeholder: string;
  tools: boolean;
  focus: boolean;
  onChange: (part: Partial<DraftFields>) => void;
  onPictures: (files: File[]) => void;
}) {
  const { fields, attachments } = state;
  const rich = fields.channel === 'mail' && fields.html !== null;
  const text = useRef<HTMLTextAreaElement>(null);
  const richText = useRef<RichTextHandle>(null);
  const change = useRef(onChange);
  change.current = onChange;
  const bar = useSettings().settings?.formattingBar ?? false;

  useImperativeHandle(
    ref,
    () => ({
      focus: () => (richText.current ?? text.current)?.focus(),
      insert: (content) => {
        const box = text.current;
        if (!box) {
          richText.current?.insert(content);
          return;
        }
        box.setRangeText(content.text, box.selectionStart, box.selectionEnd, 'end');
        change.current({ text: box.value });
        box.focus();
      },
      insertPicture: (id, alt) => richText.current?.insertPicture(id, alt),
    }),
    [],
  );
  useEffect(() => {
    const box = text.current;
    if (!focus || !box) return;
    box.focus();
    box.setSelectionRange(box.value.length, box.value.length);
  }, [focus]);
  // The box grows with its text up to its largest height.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text and the channel
  useLayoutEffect(() => {
    const box = text.current;
    if (!box) return;
    box.style.height = 'auto';
    box.style.height = `${box.scrollHeight}px`;
  }, [fields.text, rich, fields.channel, tall]);

  if (!rich)
    return (
      <textarea
        ref={text}
        className={styles.text}
        aria-label={t.body}
        placeholder={placeholder}
        rows={tall ? 8 : 1}
        dir="auto"
        spellCheck
        value={fields.text}
        onChange={(event) => onChange({ text: event.target.value })}
      />
    );
  return (
    <Suspense fallback={<div className={styles.text} aria-busy="true" />}>
      <RichText
        ref={richText}
        html={fields.html ?? ''}
        label={t.body}
        placeholder={placeholder}
        bar={bar && tools}
        focus={focus}
        isPicture={(id) => attachments.some((file) => file.id === id && file.inline)}
        onChange={onChange}
        onPicture={() => void choosePictures().then(onPictures)}
        onPictures={onPictures}
        onPlain={() => {
          session.format(false);
          announce(strings.richText.madePlain);
        }}
      />
    </Suspense>
  );
}
