import { useQuery } from '@tanstack/react-query';
import { Lightbulb, X } from 'lucide-react';
import { useEffect } from 'react';
import { type CommandId, shortcutOf } from '../../app/commands.ts';
import { accountsQuery } from '../../app/queries.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { Button } from '../../design/Button.tsx';
import { IconButton } from '../../design/IconButton.tsx';
import { Kbd } from '../../design/Kbd.tsx';
import { useSettings } from '../settings/useSettings.ts';
import styles from './Hints.module.css';
import { type Hint, nextHint } from './next-hint.ts';

const words = strings.hints;
const ALL: Hint[] = ['palette', 'person', 'text'];
const commandOfHint: Record<Hint, CommandId> = { palette: 'palette', person: 'person-pane', text: 'text' };

/** One quiet hint at a time at the foot of the list, each until it was read or done, and never again. */
export function Hints() {
  const { settings, change } = useSettings();
  const { data: accounts = [] } = useQuery(accountsQuery());
  const threadOpen = useApp((app) => app.threadId !== null);
  const paletteOpen = useApp((app) => app.overlay?.kind === 'palette');
  const seen = settings?.hintsSeen ?? ALL;
  const singleKeys = settings?.singleKeyShortcuts ?? false;
  const hint = nextHint(seen, { accounts, threadOpen, singleKeys });
  const done = (hints: Hint[]) => void change({ hintsSeen: [...new Set([...seen, ...hints])] });

  // Who has found it needs no hint.
  // biome-ignore lint/correctness/useExhaustiveDependencies: said once, when the palette opens
  useEffect(() => {
    if (paletteOpen && hint === 'palette') done(['palette']);
  }, [paletteOpen]);

  if (!hint) return null;
  const [title, rest] = words[hint];
  return (
    <aside className={styles.hint} aria-label={words.label}>
      <Lightbulb aria-hidden />
      <div className={styles.text}>
        <strong>{title}</strong>
        <p>
          <Kbd keys={shortcutOf(commandOfHint[hint]) ?? ''} /> {rest}
        </p>
        <Button size="small" variant="quiet" onClick={() => done([hint])}>
          {words.gotIt}
        </Button>
      </div>
      <IconButton label={words.skipAll} icon={<X aria-hidden />} onClick={() => done(ALL)} />
    </aside>
  );
}
