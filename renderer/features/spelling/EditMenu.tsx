import { useEffect, useState } from 'react';
import { tellError } from '../../app/acts.ts';
import { bridge } from '../../app/bridge.ts';
import { engine } from '../../app/engine.ts';
import { spellingLanguages } from '../../app/spelling.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { MenuItem, MenuLabel, MenuSeparator } from '../../design/Menu.tsx';
import { PointMenu } from '../../design/PointMenu.tsx';
import { type Field, isBox, type PlacedWord, replaceWord, wordAtCursor } from './words.ts';

const t = strings.spelling;
/** Milliseconds the menu waits for suggestions before it opens without them. */
const patience = 300;

export interface AskedMenu {
  field: Field;
  at: { x: number; y: number };
  /** The misspelled word it is about; null: the one at the cursor, if that is misspelled. */
  word: PlacedWord | null;
}

interface Misspelled {
  placed: PlacedWord;
  suggestions: string[];
}

/** What is wrong with the word at the cursor, and what could stand there; null when it is right. */
async function look({ field, word }: AskedMenu): Promise<Misspelled | null> {
  const placed = word ?? (field.closest('[spellcheck="true"]') ? wordAtCursor(field) : null);
  if (!placed || placed.word.length > 64) return null;
  const languages = [...(await spellingLanguages())];
  const { suggestions } = await engine.spelling.suggest({ languages, word: placed.word });
  return suggestions && { placed, suggestions };
}

const isSecret = (field: Field) => field instanceof HTMLInputElement && field.type === 'password';

function hasSelection(field: Field): boolean {
  if (isBox(field)) return field.selectionStart !== field.selectionEnd;
  return getSelection()?.isCollapsed === false;
}

/** The menu of a text field: what a misspelled word may be, and cut, copy, paste. */
export default function EditMenu({ asked, onClose }: { asked: AskedMenu; onClose: () => void }) {
  const { field, at } = asked;
  const [found, setFound] = useState<Misspelled | null>(null);
  const [open, setOpen] = useState(false);
  const [some] = useState(() => hasSelection(field) && !isSecret(field));

  useEffect(() => {
    let current = true;
    const show = () => current && setOpen(true);
    const timer = setTimeout(show, patience);
    look(asked)
      .then((misspelled) => current && setFound(misspelled))
      .catch(() => undefined)
      .finally(show);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [asked]);

  const edit = (command: 'cut' | 'copy' | 'selectAll') => {
    field.focus();
    document.execCommand(command);
  };
  const paste = (plain: boolean) => {
    field.focus();
    bridge()?.paste(plain);
  };
  const add = (word: string) =>
    void engine.spelling
      .add({ word })
      .then(({ actionId }) => useApp.getState().toast({ text: t.added(word), undoActionId: actionId }))
      .catch(tellError);

  if (!open) return null;
  return (
    <PointMenu at={at} label={t.menu} onClose={onClose} onClosed={() => field.focus()}>
      {found ? (
        <>
          <MenuLabel>{t.suggestions(found.placed.word)}</MenuLabel>
          {found.suggestions.map((words) => (
            <MenuItem key={words} label={words} onSelect={() => replaceWord(field, found.placed, words)} />
          ))}
          {found.suggestions.length === 0 ? (
            <MenuItem label={t.noSuggestions} disabled onSelect={() => undefined} />
          ) : null}
          <MenuSeparator />
          <MenuItem label={t.add} onSelect={() => add(found.placed.word)} />
          <MenuSeparator />
        </>
      ) : null}
      <MenuItem label={t.cut} shortcut="Mod+x" disabled={!some} onSelect={() => edit('cut')} />
      <MenuItem label={t.copy} shortcut="Mod+c" disabled={!some} onSelect={() => edit('copy')} />
      <MenuItem label={t.paste} shortcut="Mod+v" onSelect={() => paste(false)} />
      {isBox(field) ? null : (
        <MenuItem label={t.pastePlain} shortcut="Mod+Shift+v" onSelect={() => paste(true)} />
      )}
      <MenuItem label={t.selectAll} shortcut="Mod+a" onSelect={() => edit('selectAll')} />
    </PointMenu>
  );
}
