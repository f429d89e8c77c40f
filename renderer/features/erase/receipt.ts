import type { ErasePreview, EraseReceipt, EraseScope } from '#shared/contract/erase.ts';
import { displayAddress } from '../../app/displayAddress.ts';
import { formatFull, formatSize } from '../../app/format.ts';
import { strings } from '../../app/strings/index.ts';

const words = strings.erase;

/** How much goes, at a glance: only what there is. The kinds of messages, files and drafts are in `goes`. */
export function inNumbers(preview: ErasePreview): string[] {
  const lines: string[] = [];
  if (preview.messages > 0) lines.push(words.messages(preview.messages));
  if (preview.threads > 0) lines.push(words.threads(preview.threads));
  if (preview.bytes > 0) lines.push(words.size(formatSize(preview.bytes)));
  return lines;
}

/** The accounts that go, in one line; none when they stay, as they do when only some of their messages go. */
export const accountLines = (scope: EraseScope['kind'], { accounts }: ErasePreview): string[] =>
  accounts.length > 0 && (scope === 'account' || scope === 'everything')
    ? [words.accounts(accounts.length, strings.common.list(accounts.map(displayAddress)))]
    : [];

/** Whether there is nothing that would go. */
export const isEmpty = (scope: EraseScope['kind'], preview: ErasePreview): boolean =>
  preview.messages + preview.threads + preview.attachments + preview.drafts + preview.bytes === 0 &&
  accountLines(scope, preview).length === 0;

/** The receipt as plain text, to keep. */
export function receiptText(scope: EraseScope['kind'], receipt: EraseReceipt): string {
  const section = (title: string, lines: string[]) =>
    lines.length === 0 ? [] : ['', title, ...lines.map((line) => `- ${line}`)];
  return [
    words.receiptTitle,
    words.title[scope],
    words.at(formatFull(receipt.at)),
    ...section(words.went, [...inNumbers(receipt), ...accountLines(scope, receipt), ...receipt.goes]),
    ...section(words.stays, receipt.stays),
    ...section(words.verified, receipt.verified),
    '',
  ].join('\n');
}
