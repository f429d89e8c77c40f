import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type CommandGroup, commandsHere, shortcutsOf } from '../../app/commands.ts';
import { settingsQuery } from '../../app/queries.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { Banner } from '../../design/Banner.tsx';
import { Dialog } from '../../design/Dialog.tsx';
import { Kbd, shortcutText } from '../../design/Kbd.tsx';
import { TextField } from '../../design/TextField.tsx';
import { FORMAT_KEYS } from '../composer/rich/keys.ts';
import styles from './Shortcuts.module.css';

const words = strings.shortcuts;
const groups = Object.keys(strings.commandGroups) as CommandGroup[];

interface Entry {
  key: string;
  label: string;
  help: string;
  shortcuts: readonly string[];
}

/** Keys of the text that is written, which are its own. */
const formatting = (Object.keys(FORMAT_KEYS) as (keyof typeof FORMAT_KEYS)[]).map((name) => ({
  ...{ key: name, label: strings.richText[name], help: '' },
  shortcuts: [FORMAT_KEYS[name]],
}));

/** All keys that do something here, by group. */
function sheet(): { title: string; entries: Entry[] }[] {
  const bound = commandsHere().map(({ id, group, label, help }) => ({
    ...{ key: id, group, label, help },
    shortcuts: shortcutsOf(id),
  }));
  const own = groups.map((group) => ({
    title: strings.commandGroups[group],
    entries: bound.filter((entry) => entry.group === group && entry.shortcuts.length > 0),
  }));
  return [...own, { title: words.formatting, entries: formatting }];
}

function matches({ label, help, shortcuts }: Entry, query: string): boolean {
  const wanted = query.trim().toLowerCase();
  const texts = [label, help, ...shortcuts, ...shortcuts.map(shortcutText)];
  return wanted === '' || texts.some((text) => text.toLowerCase().includes(wanted));
}

function Keys({ shortcuts }: { shortcuts: readonly string[] }) {
  return (
    <dd className={styles.keys}>
      {shortcuts.map((keys, at) => (
        <span key={keys}>
          {at > 0 ? <span className={styles.or}>{words.or}</span> : null}
          <Kbd keys={keys} />
        </span>
      ))}
    </dd>
  );
}

/** Every shortcut there is, by group, straight from the registry; and those of the text that is written. */
export default function Shortcuts() {
  const open = useApp((app) => app.overlay?.kind === 'shortcuts');
  const closeOverlay = useApp((app) => app.closeOverlay);
  const { data: settings } = useQuery(settingsQuery());
  const [query, setQuery] = useState('');
  const listed = sheet()
    .map(({ title, entries }) => ({ title, entries: entries.filter((entry) => matches(entry, query)) }))
    .filter(({ entries }) => entries.length > 0);
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (!next) closeOverlay();
      }}
      title={words.title}
      wide
      onOpenAutoFocus={(event) => {
        event.preventDefault();
        document.getElementById('shortcut-filter')?.focus();
      }}
    >
      <div className={styles.sheet}>
        {settings?.singleKeyShortcuts === false ? <Banner tone="info">{words.off}</Banner> : null}
        <TextField
          id="shortcut-filter"
          label={words.find}
          autoComplete="off"
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
        {listed.length === 0 ? <p role="status">{words.none(query)}</p> : null}
        <div className={styles.groups}>
          {listed.map(({ title, entries }) => (
            <section key={title}>
              <h3 className={styles.title}>{title}</h3>
              <dl>
                {entries.map(({ key, label, shortcuts }) => (
                  <div key={key} className={styles.entry}>
                    <dt>{label}</dt>
                    <Keys shortcuts={shortcuts} />
                  </div>
                ))}
              </dl>
            </section>
          ))}
        </div>
      </div>
    </Dialog>
  );
}
