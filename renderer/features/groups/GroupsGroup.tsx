import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import type { RecipientGroup } from '#shared/contract/groups.ts';
import { groupsQuery } from '../../app/queries.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { Button } from '../../design/Button.tsx';
import { Row, Rows } from '../../design/Rows.tsx';
import { Group } from '../settings/Setting.tsx';

const t = strings.groups;
const namesShown = 4;

function noteOf({ members }: RecipientGroup): string {
  const names = members.slice(0, namesShown).map(({ name, address }) => name || address);
  return `${t.size(members.length)}: ${names.join(', ')}${members.length > namesShown ? ' …' : ''}`;
}

/** The groups of recipients, in the settings. */
export function GroupsGroup() {
  const groups = useQuery(groupsQuery()).data;
  const show = useApp((app) => app.showOverlay);
  if (!groups) return null;
  return (
    <Group title={t.title} hint={t.hint}>
      {groups.length > 0 ? (
        <Rows label={t.title}>
          {groups.map((group) => (
            <Row
              key={group.id}
              title={group.name}
              note={noteOf(group)}
              acts={
                <Button
                  size="small"
                  aria-label={t.change(group.name)}
                  onClick={() => show({ kind: 'group', group })}
                >
                  {t.edit}
                </Button>
              }
            />
          ))}
        </Rows>
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
