import { useState } from 'react';
import { parseTimePhrase } from '#shared/text/time-phrase.ts';
import { formatWhen } from '../../app/format.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { Button } from '../../design/Button.tsx';
import { Dialog } from '../../design/Dialog.tsx';
import { PickField } from '../../design/PickField.tsx';
import { TextField } from '../../design/TextField.tsx';
import { localWeek, timeChoices, toInput } from './choices.ts';
import styles from './WhenDialog.module.css';

const t = strings.when;

/** How days are called where the user is, Sunday first (the first of November 2026 is one). */
function dayNames(): string[] {
  const names = new Intl.DateTimeFormat(undefined, { weekday: 'long' });
  return [1, 2, 3, 4, 5, 6, 7].map((day) => names.format(new Date(2026, 10, day)));
}

/** Chooses a time: type it, take one that is offered (arrows, Enter), or pick a date. */
export default function WhenDialog() {
  const overlay = useApp((app) => app.overlay);
  const close = useApp((app) => app.closeOverlay);
  const [now] = useState(Date.now);
  const [text, setText] = useState('');
  const [picked, setPicked] = useState<string | null>(null);
  const [past, setPast] = useState(false);
  if (overlay?.kind !== 'when') return null;
  const { purpose, count, current, choose, clear } = overlay;

  const offered = timeChoices(purpose, now, localWeek());
  const typed = parseTimePhrase(text, now, dayNames());
  const wanted = text.trim().toLocaleLowerCase();
  const named = offered
    .map((choice) => ({ label: t.names[choice.name], time: choice.at }))
    .filter(({ label }) => label.toLocaleLowerCase().includes(wanted));
  const options =
    typed === null ? named : [{ label: t.typed, time: typed }, ...named.filter((o) => o.time !== typed)];
  const take = (time: number) => {
    close();
    choose(time);
  };
  const date = picked ?? toInput(current ?? offered.at(-1)?.at ?? now);

  return (
    <Dialog
      open
      onOpenChange={close}
      title={t.title[purpose](count)}
      description={
        <>
          {current === null ? null : <strong>{t.current(formatWhen(current, now))} </strong>}
          {t.hint[purpose]}
        </>
      }
    >
      <PickField
        label={t.type}
        listLabel={t.times}
        value={text}
        onChange={setText}
        error={options.length === 0 ? t.notUnderstood : null}
        options={options.map(({ label, time }) => ({
          key: String(time),
          value: time,
          label,
          note: formatWhen(time, now),
        }))}
        onPick={take}
      />
      <form
        className={styles.pick}
        onSubmit={(event) => {
          event.preventDefault();
          const time = new Date(date).getTime();
          if (time > Date.now()) take(time);
          else setPast(true);
        }}
      >
        <TextField
          label={t.pick}
          type="datetime-local"
          className={styles.date}
          required
          min={toInput(now)}
          value={date}
          error={past ? t.past : null}
          onChange={(event) => {
            setPicked(event.target.value);
            setPast(false);
          }}
        />
        <Button type="submit">{t.set}</Button>
      </form>
      {clear && purpose !== 'send' ? (
        <Button
          variant="quiet"
          className={styles.clear}
          onClick={() => {
            close();
            clear();
          }}
        >
          {t.now[purpose]}
        </Button>
      ) : null}
    </Dialog>
  );
}
