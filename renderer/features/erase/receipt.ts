import type { ErasePreview, EraseReceipt, EraseScope } from '#shared/contract/model.ts';
import { displayAddress } from '../../app/displayAddress.ts';
import { formatFull, formatSize } from '../../app/format.ts';
import { strings } from '../../app/strings/index.ts';

const words = strings.erase;

/** What goes, in numbers: only what there is. */
export function inNumbers(preview: ErasePreview): string[] {
  const lines: string[] = [];
  if (preview.messages > 0) lines.push(words.messages(preview.messages));
  if (preview.threads > 0) lines.push(words.threads(preview.threads));
  if (preview.attachments > 0) lines.push(words.attachments(preview.attachments));
  if (preview.drafts > 0) lines.push(words.drafts(preview.drafts));
  if (preview.bytes > 0) lines.push(words.size(formatSize(preview.bytes)));
  return lines;
}

/** The accounts that go, in one line; none when they stay. */
export const accountLines = ({ accounts }: ErasePreview): string[] =>
  accounts.length > 0
    ? [words.accounts(accounts.length, strings.common.list(accounts.map(displayAddress)))]
    : [];

/** Whether there is nothing that would go. */
export const isEmpty = (preview: ErasePreview): boolean =>
  inNumbers(preview).length === 0 && preview.accounts.length === 0;

/** The receipt as plain text, to keep. */
export function receiptText(scope: EraseScope['kind'], receipt: EraseReceipt): string {
  const section = (title: string, lines: string[]) =>
    lines.length === 0 ? [] : ['', title, ...lines.map((line) => `- ${line}`)];
  return [
    words.receiptTitle,
    words.title[scope],
    words.at(formatFull(receipt.at)),
    ...section(words.went, [...inNumbers(receipt), ...accountLines(receipt), ...receipt.goes]),
    ...section(words.stays, receipt.stays),
    ...section(words.verified, receipt.verified),
    '',
  ].join('\n');
}
