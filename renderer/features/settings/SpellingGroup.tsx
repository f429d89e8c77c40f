import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useId } from 'react';
import { tellError } from '../../app/acts.ts';
import { engine } from '../../app/engine.ts';
import { dictionariesQuery, spellingWordsQuery } from '../../app/queries.ts';
import { automaticLanguages } from '../../app/spelling.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { Checkbox } from '../../design/Checkbox.tsx';
import { IconButton } from '../../design/IconButton.tsx';
import { Switch } from '../../design/Switch.tsx';
import { Group } from './Setting.tsx';
import styles from './Spelling.module.css';
import { useSettings } from './useSettings.ts';

const t = strings.spelling;
const most = 8;

const names = new Intl.DisplayNames(undefined, { type: 'language' });

/** Whether misspelled words are marked, by which dictionaries, and the words the user added. */
export function SpellingGroup() {
  const { settings, change } = useSettings();
  const dictionaries = useQuery(dictionariesQuery()).data;
  if (!settings || !dictionaries) return null;
  const chosen = new Set(
    settings.spellingLanguages.length > 0
      ? settings.spellingLanguages
      : automaticLanguages(dictionaries, navigator.languages),
  );
  const choose = (language: string, wanted: boolean) => {
    if (wanted) chosen.add(language);
    else chosen.delete(language);
    if (chosen.size > 0) void change({ spellingLanguages: [...chosen] });
    else void change({ spellcheck: false });
  };
  return (
    <Group title={t.title}>
      <Switch
        label={t.check}
        hint={t.checkHint}
        checked={settings.spellcheck}
        onChange={(spellcheck) => void change({ spellcheck })}
      />
      {settings.spellcheck ? (
        <fieldset className={styles.languages}>
          <legend>
            {t.languages}
            <span className={styles.hint}>{t.languagesHint}</span>
          </legend>
          {dictionaries.map(({ language, origin }) => (
            <Language
              key={language}
              name={names.of(language) ?? language}
              hint={origin === 'system' ? t.installed : null}
              checked={chosen.has(language)}
              disabled={!chosen.has(language) && chosen.size >= most}
              onChange={(wanted) => choose(language, wanted)}
            />
          ))}
        </fieldset>
      ) : null}
      <OwnWords />
    </Group>
  );
}

function Language({
  name,
  hint,
  checked,
  disabled,
  onChange,
}: {
  name: string;
  hint: string | null;
  checked: boolean;
  disabled: boolean;
  onChange: (checked: boolean) => void;
}) {
  const id = useId();
  return (
    <div className={styles.language}>
      <Checkbox id={id} checked={checked} disabled={disabled} onChange={onChange} />
      <label htmlFor={id}>
        {name}
        {hint ? <span className={styles.hint}>{hint}</span> : null}
      </label>
    </div>
  );
}

function OwnWords() {
  const words = useQuery(spellingWordsQuery()).data;
  if (!words || words.length === 0) return null;
  const remove = (word: string) =>
    void engine.spelling
      .remove({ word })
      .then(({ actionId }) => useApp.getState().toast({ text: t.removed(word), undoActionId: actionId }))
      .catch(tellError);
  return (
    <section aria-label={t.words}>
      <h4 className={styles.wordsTitle}>{t.words}</h4>
      <p className={styles.hint}>{t.wordsHint}</p>
      <ul className={styles.words}>
        {words.map((word) => (
          <li key={word} lang="">
            {word}
            <IconButton
              label={strings.common.remove(word)}
              icon={<X aria-hidden />}
              onClick={() => remove(word)}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
