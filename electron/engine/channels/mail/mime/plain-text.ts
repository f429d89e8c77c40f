import { htmlToText } from './html-text.ts';

/** What a message says as plain text: its text body, or the text of its HTML when it has no other. */
export function plainText(message: { text: string | null; html: string | null }): string {
  if (message.text?.trim()) return message.text;
  return message.html === null ? (message.text ?? '') : htmlToText(message.html);
}
