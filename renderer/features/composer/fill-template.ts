import type { Sender } from '#shared/contract/senders.ts';
import type { Template } from '#shared/contract/templates.ts';
import { escapeHtml } from '#shared/text/draft-html.ts';
import { fieldValues, fillFields } from '#shared/text/template-fields.ts';
import { formatDate } from '../../app/format.ts';
import type { DraftFields } from './draft-state.ts';
import type { Written } from './rich/serialize.ts';

/** What a template says in this mail: its fields filled in as far as they are known. */
export function fillTemplate({ html, text }: Template, fields: DraftFields, sender: Sender | null): Written {
  const values = fieldValues(fields.to[0], sender, formatDate(Date.now()));
  return { html: fillFields(html, values, escapeHtml), text: fillFields(text, values) };
}
