import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { Template } from '#shared/contract/templates.ts';
import { templatesQuery } from '../../app/queries.ts';
import { strings } from '../../app/strings/index.ts';
import { Button } from '../../design/Button.tsx';
import { Row, Rows } from '../../design/Rows.tsx';
import { Group } from './Setting.tsx';
import { TemplateDialog } from './TemplateDialog.tsx';

const t = strings.templates;

/** The texts to begin a message with. */
export function TemplatesGroup() {
  const templates = useQuery(templatesQuery()).data;
  const [asked, setAsked] = useState<Template | 'new' | null>(null);
  if (!templates) return null;
  return (
    <Group title={t.title} hint={t.hint}>
      {templates.length > 0 ? (
        <Rows label={t.title}>
          {templates.map((template) => (
            <Row
              key={template.id}
              title={template.name}
              note={template.text.trim().split('\n')[0]?.slice(0, 100)}
              acts={
                <Button size="small" aria-label={t.change(template.name)} onClick={() => setAsked(template)}>
                  {t.edit}
                </Button>
              }
            />
          ))}
        </Rows>
      ) : null}
      <div>
        <Button icon={<Plus aria-hidden />} onClick={() => setAsked('new')}>
          {t.add}
        </Button>
      </div>
      {asked ? (
        <TemplateDialog template={asked === 'new' ? null : asked} onClose={() => setAsked(null)} />
      ) : null}
    </Group>
  );
}
