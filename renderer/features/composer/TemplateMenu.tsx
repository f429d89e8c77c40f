import { useQuery } from '@tanstack/react-query';
import { LayoutTemplate } from 'lucide-react';
import type { Template } from '#shared/contract/templates.ts';
import { templatesQuery } from '../../app/queries.ts';
import { strings } from '../../app/strings/index.ts';
import { IconButton } from '../../design/IconButton.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../design/Menu.tsx';
import { openSettings } from '../settings/open-settings.ts';

const t = strings.templates;

/** Puts a template where the cursor is. */
export function TemplateMenu({ onInsert }: { onInsert: (template: Template) => void }) {
  const templates = useQuery(templatesQuery()).data ?? [];
  return (
    <Menu label={t.insert} trigger={<IconButton label={t.insert} icon={<LayoutTemplate aria-hidden />} />}>
      {templates.map((template) => (
        <MenuItem key={template.id} label={template.name} onSelect={() => onInsert(template)} />
      ))}
      {templates.length > 0 ? <MenuSeparator /> : null}
      <MenuItem label={t.manage} onSelect={() => openSettings('writing')} />
    </Menu>
  );
}
