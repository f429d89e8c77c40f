import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { groupsQuery } from '../../app/queries.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { Button } from '../../design/Button.tsx';
import { Group } from '../settings/Setting.tsx';
import styles from '../settings/Settings.module.css';

const t = strings.groups;
const namesShown = 4;

/** The groups of recipients, in the settings. */
export function GroupsGroup() {
  const groups = useQuery(groupsQuery()).data;
  const show = useApp((app) => app.showOverlay);
  if (!groups) return null;
  return (
    <Group title={t.title} hint={t.hint}>
      {groups.length > 0 ? (
        <ul className={styles.identities}>
          {groups.map((group) => (
            <li key={group.id}>
              <div className={styles.accountText}>
                <p>{group.name}</p>
                <p className={styles.hint}>
                  {t.size(group.members.length)}:{' '}
                  {group.members
                    .slice(0, namesShown)
                    .map(({ name, address }) => name || address)
                    .join(', ')}
                  {group.members.length > namesShown ? ' …' : ''}
                </p>
              </div>
              <Button
                size="small"
                aria-label={t.change(group.name)}
                onClick={() => show({ kind: 'group', group })}
              >
                {t.edit}
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
      <div>
        <Button
          icon={<Plus aria-hidden />}
          onClick={() => show({ kind: 'group', group: { id: null, name: '', members: [] } })}
        >
          {t.add}
        </Button>
      </div>
    </Group>
  );
}
