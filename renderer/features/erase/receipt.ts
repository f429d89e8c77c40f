import type { ErasePreview, EraseReceipt, EraseScope } from '#shared/contract/model.ts';
import { formatFull, formatSize } from '../../app/format.ts';
import { strings } from '../../app/strings/index.ts';

const words = strings.erase;

/** What goes, in numbers: only what there is. */
export function inNumbers(preview: ErasePreview): string[] {
  const lines: string[] = [];
  if (preview.accounts.length > 0) {
    lines.push(words.accounts(preview.accounts.length, strings.common.list(preview.accounts)));
  }
  if (preview.messages > 0) lines.push(words.messages(preview.messages));
  if (preview.threads > 0) lines.push(words.threads(preview.threads));
  if (preview.attachments > 0) lines.push(words.attachments(preview.attachments));
  if (preview.drafts > 0) lines.push(words.drafts(preview.drafts));
  if (preview.bytes > 0) lines.push(words.size(formatSize(preview.bytes)));
  return lines;
}

/** Whether there is nothing that would go. */
export const isEmpty = (preview: ErasePreview): boolean =>
  inNumbers(preview).length === 0 && preview.goes.length === 0;

/** The receipt as plain text, to keep. */
export function receiptText(scope: EraseScope['kind'], receipt: EraseReceipt): string {
  const section = (title: string, lines: string[]) =>
    lines.length === 0 ? [] : ['', title, ...lines.map((line) => `- ${line}`)];
  return [
    words.receiptTitle,
    words.title[scope],
    words.at(formatFull(receipt.at)),
    ...section(words.goes, [...inNumbers(receipt), ...receipt.goes]),
    ...section(words.stays, receipt.stays),
    ...section(words.verified, receipt.verified),
    '',
  ].join('\n');
}
