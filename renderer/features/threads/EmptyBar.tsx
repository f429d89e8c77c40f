import { commandOf, runCommand } from '../../app/commands.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { Button } from '../../design/Button.tsx';
import { partView } from './filter.ts';
import styles from './ThreadList.module.css';

const commandFor = { trash: 'empty-trash', junk: 'empty-junk' } as const;

/** Over the list of Trash and of Junk: how much lies there, and the way to be rid of it. */
export function EmptyBar({ total }: { total: number }) {
  const view = useApp((app) => partView(app.place));
  if (!view || total === 0) return null;
  return (
    <div className={styles.emptyBar}>
      <span>{strings.list.lies[view](total)}</span>
      <Button size="small" onClick={() => runCommand(commandFor[view])}>
        {commandOf(commandFor[view]).label}
      </Button>
    </div>
  );
}
