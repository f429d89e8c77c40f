import { useQuery } from '@tanstack/react-query';
import { ArrowDown, ArrowUp, Plus } from 'lucide-react';
import { useState } from 'react';
import type { Section } from '#shared/contract/sections.ts';
import { tellError } from '../../app/acts.ts';
import { announce } from '../../app/announce.tsx';
import { engine } from '../../app/engine.ts';
import { useLabels } from '../../app/labels.ts';
import { sectionsQuery } from '../../app/queries.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { Banner } from '../../design/Banner.tsx';
import { Button } from '../../design/Button.tsx';
import { IconButton } from '../../design/IconButton.tsx';
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

function reorder(sections: readonly Section[], section: Section, by: 1 | -1): void {
  const at = sections.indexOf(section);
  const next = sections.toSpliced(at, 1).toSpliced(at + by, 0, section);
  announce(t.moved(section.name, at + by + 1, next.length));
  engine.sections.order({ ids: next.map(({ id }) => id) }).catch(tellError);
}

/** The parts the inbox is split into, in their order. */
export function SectionsSection() {
  const sections = useQuery(sectionsQuery()).data?.sections;
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
                  <IconButton
                    label={t.up(section.name)}
                    icon={<ArrowUp aria-hidden />}
                    disabled={at === 0}
                    onClick={() => reorder(sections, section, -1)}
                  />
                  <IconButton
                    label={t.down(section.name)}
                    icon={<ArrowDown aria-hidden />}
                    disabled={at === sections.length - 1}
                    onClick={() => reorder(sections, section, 1)}
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
