import { useState } from 'react';
import { type CommandGroup, type CommandId, commandOf, commands, shortcutsOf } from '../../app/commands.ts';
import { withOwnKeys } from '../../app/keymap.ts';
import { strings } from '../../app/strings/index.ts';
import { Button } from '../../design/Button.tsx';
import { Kbd } from '../../design/Kbd.tsx';
import { Switch } from '../../design/Switch.tsx';
import { ChangeKeys } from './ChangeKeys.tsx';
import { Group } from './Setting.tsx';
import styles from './Settings.module.css';
import { useSettings } from './useSettings.ts';

const words = strings.settings.keyboard;
const groups = Object.keys(strings.commandGroups) as CommandGroup[];

function Keys({ id }: { id: CommandId }) {
  const shortcuts = shortcutsOf(id);
  if (shortcuts.length === 0) return <span className={styles.hint}>{words.noKeys}</span>;
  return shortcuts.map((keys, at) => (
    <span key={keys}>
      {at > 0 ? <span className={styles.or}>{strings.shortcuts.or}</span> : null}
      <Kbd keys={keys} />
    </span>
  ));
}

/** Single-key shortcuts on or off, and which keys run which command. */
export function KeyboardSection() {
  const { settings, change } = useSettings();
  const [changing, setChanging] = useState<CommandId | null>(null);
  if (!settings) return null;
  const chosen = settings.shortcuts;
  return (
    <>
      <Group>
        <Switch
          label={words.single}
          hint={words.singleHint}
          checked={settings.singleKeyShortcuts}
          onChange={(singleKeyShortcuts) => void change({ singleKeyShortcuts })}
        />
      </Group>
      <Group title={words.keys} hint={words.keysHint}>
        {Object.keys(chosen).length > 0 ? (
          <div>
            <Button size="small" onClick={() => void change({ shortcuts: {} })}>
              {words.resetAll}
            </Button>
          </div>
        ) : null}
        {groups.map((group) => (
          <section key={group} className={styles.keyGroup}>
            <h4 className={styles.keyGroupTitle}>{strings.commandGroups[group]}</h4>
            <ul aria-label={strings.commandGroups[group]}>
              {commands
                .filter((command) => command.group === group)
                .map(({ id, label }) => (
                  <li key={id} className={styles.keyRow}>
                    <span>{label}</span>
                    <span className={styles.keyList}>
                      <Keys id={id} />
                    </span>
                    {id in chosen ? (
                      <Button
                        size="small"
                        variant="quiet"
                        aria-label={words.resetOf(label)}
                        onClick={() => void change({ shortcuts: withOwnKeys(commands, chosen, id) })}
                      >
                        {words.reset}
                      </Button>
                    ) : null}
                    <Button
                      size="small"
                      variant="quiet"
                      aria-label={words.changeOf(label)}
                      onClick={() => setChanging(id)}
                    >
                      {words.change}
                    </Button>
                  </li>
                ))}
            </ul>
          </section>
        ))}
      </Group>
      {changing ? (
        <ChangeKeys
          command={commandOf(changing)}
          chosen={chosen}
          onChange={(shortcuts) => void change({ shortcuts })}
          onClose={() => setChanging(null)}
        />
      ) : null}
    </>
  );
}
