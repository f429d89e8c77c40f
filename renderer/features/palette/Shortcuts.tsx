import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Command, type CommandGroup, commandsHere, shortcutsOf } from '../../app/commands.ts';
import { settingsQuery } from '../../app/queries.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { Banner } from '../../design/Banner.tsx';
import { Dialog } from '../../design/Dialog.tsx';
import { Kbd, shortcutText } from '../../design/Kbd.tsx';
import { TextField } from '../../design/TextField.tsx';
import styles from './Shortcuts.module.css';

const words = strings.shortcuts;
const groups = Object.keys(strings.commandGroups) as CommandGroup[];

function matches(command: Command, query: string): boolean {
  const wanted = query.trim().toLowerCase();
  const keys = shortcutsOf(command.id);
  const texts = [command.label, command.help, ...keys, ...keys.map(shortcutText)];
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

/** Every shortcut there is, by group, straight from the registry. */
export default function Shortcuts() {
  const open = useApp((app) => app.overlay?.kind === 'shortcuts');
  const closeOverlay = useApp((app) => app.closeOverlay);
  const { data: settings } = useQuery(settingsQuery());
  const [query, setQuery] = useState('');
  const listed = commandsHere().filter(
    (command) => shortcutsOf(command.id).length > 0 && matches(command, query),
  );
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
          {groups.map((group) => {
            const entries = listed.filter((command) => command.group === group);
            if (entries.length === 0) return null;
            return (
              <section key={group}>
                <h3 className={styles.title}>{strings.commandGroups[group]}</h3>
                <dl>
                  {entries.map((command) => (
                    <div key={command.id} className={styles.entry}>
                      <dt>{command.label}</dt>
                      <Keys shortcuts={shortcutsOf(command.id)} />
                    </div>
                  ))}
                </dl>
              </section>
            );
          })}
        </div>
      </div>
    </Dialog>
  );
}
