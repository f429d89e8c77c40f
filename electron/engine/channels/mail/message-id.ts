/** A Message-ID without its angle brackets, the form in which the engine keeps them. */
export function bareMessageId(messageId: string): string {
  return messageId.trim().replace(/^<(.*)>$/s, '$1');
}
