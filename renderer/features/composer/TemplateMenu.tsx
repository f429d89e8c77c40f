import { useQuery } from '@tanstack/react-query';
import { LayoutTemplate } from 'lucide-react';
import type { Sender } from '#shared/contract/senders.ts';
import type { Template } from '#shared/contract/templates.ts';
import { escapeHtml } from '#shared/text/draft-html.ts';
import { fieldValues, fillFields } from '#shared/text/template-fields.ts';
import { formatDate } from '../../app/format.ts';
import { templatesQuery } from '../../app/queries.ts';
import { strings } from '../../app/strings/index.ts';
import { IconButton } from '../../design/IconButton.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../design/Menu.tsx';
import { openSettings } from '../settings/open-settings.ts';
import type { DraftFields } from './draft-state.ts';
import type { Written } from './rich/serialize.ts';

const t = strings.templates;

/** Puts a template where the cursor is, its fields filled in. */
export function TemplateMenu({
  fields,
  sender,
  onInsert,
}: {
  fields: DraftFields;
  sender: Sender | null;
  onInsert: (content: Written) => void;
}) {
  const templates = useQuery(templatesQuery()).data ?? [];
  const insert = ({ html, text }: Template) => {
    const values = fieldValues(fields.to[0], sender, formatDate(Date.now()));
    onInsert({ html: fillFields(html, values, escapeHtml), text: fillFields(text, values) });
  };
  return (
    <Menu label={t.insert} trigger={<IconButton label={t.insert} icon={<LayoutTemplate aria-hidden />} />}>
      {templates.map((template) => (
        <MenuItem key={template.id} label={template.name} onSelect={() => insert(template)} />
      ))}
      {templates.length > 0 ? <MenuSeparator /> : null}
      <MenuItem label={t.manage} onSelect={() => openSettings('writing')} />
    </Menu>
  );
}
