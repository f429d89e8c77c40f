import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { Section } from '#shared/contract/sections.ts';
import { tellError } from '../../app/acts.ts';
import { announce } from '../../app/announce.tsx';
import { moved, useChanged } from '../../app/changed.ts';
import { engine } from '../../app/engine.ts';
import { useLabels } from '../../app/labels.ts';
import { sectionsQuery } from '../../app/queries.ts';
import { keys } from '../../app/queryKeys.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { Banner } from '../../design/Banner.tsx';
import { Button } from '../../design/Button.tsx';
import { MoveButtons } from '../../design/MoveButtons.tsx';
import { Row, Rows } from '../../design/Rows.tsx';
import { conditionInWords } from '../rules/rule-words.ts';
import { Group } from '../settings/Setting.tsx';
import { SectionDialog } from './SectionDialog.tsx';

const t = strings.sections;

async function remove({ id, name }: Section): Promise<void> {
  try {
    const { actionId } = await engine.sections.remove({ id });
    useApp.getState().toast({ text: t.removed(name), undoActionId: actionId });
  } catch (error) {
    tellError(error);
  }
}

/** The parts the inbox is split into, in their order. */
export function SectionsSection() {
  const { data } = useQuery(sectionsQuery());
  const { shown: sections, change } = useChanged(data?.sections, keys.sections);
  const labels = useLabels();
  const [asked, setAsked] = useState<Section | 'new' | null>(null);
  if (!sections) return null;
  const wordsOf = ({ about }: Section) =>
    about.kind === 'mail'
      ? about.conditions.map(conditionInWords).join(strings.rules.and)
      : t.withLabel(labels.get(about.labelId)?.name ?? '');
  return (
    <Group hint={t.hint}>
      {sections.length === 0 ? (
        <p>{t.none}</p>
      ) : (
        <Rows label={t.title}>
          {sections.map((section, at) => (
            <Row
              key={section.id}
              title={section.name}
              note={section.problem ? <Banner tone="warn">{t.labelGone}</Banner> : wordsOf(section)}
              actsLabel={t.actionsOf(section.name)}
              acts={
                <>
                  <MoveButtons
                    up={t.up(section.name)}
                    down={t.down(section.name)}
                    at={at}
                    count={sections.length}
                    onMove={(to) => {
                      const order = moved(sections, section, to);
                      void change(order, () => engine.sections.order({ ids: order.map(({ id }) => id) }));
                      announce(t.moved(section.name, to + 1, order.length));
                    }}
                  />
                  <Button size="small" onClick={() => setAsked(section)}>
                    {t.edit}
                  </Button>
                  <Button size="small" onClick={() => void remove(section)}>
                    {t.remove}
                  </Button>
                </>
              }
            />
          ))}
        </Rows>
      )}
      <div>
        <Button icon={<Plus aria-hidden />} onClick={() => setAsked('new')}>
          {t.add}
        </Button>
      </div>
      {asked ? (
        <SectionDialog section={asked === 'new' ? null : asked} onClose={() => setAsked(null)} />
      ) : null}
    </Group>
  );
}
