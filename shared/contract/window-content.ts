/** What a window shows, as its page's address says it. Apart from the schemas, so that a page loads no validator. */

/** A window of the whole inbox, of one thread (`view`: only what lies there), of one draft, or of a mail to begin. */
export type WindowContent =
  | { kind: 'main' }
  | { kind: 'thread'; threadId: string; view: 'trash' | 'junk' | null }
  | { kind: 'draft'; draftId: string }
  | { kind: 'compose' };

/** The fragment of the page's address, without its sign. */
export function formatWindowContent(content: WindowContent): string {
  if (content.kind === 'thread')
    return ['thread', content.threadId, ...(content.view ? [content.view] : [])]
      .map(encodeURIComponent)
      .join('/');
  if (content.kind === 'draft') return `draft/${encodeURIComponent(content.draftId)}`;
  return content.kind === 'compose' ? 'compose' : '';
}

/** What an address, or the fragment of one, says is shown; the whole inbox where it says nothing that is known. */
export function readWindowContent(address: string): WindowContent {
  const [kind, id, view] = address.slice(address.indexOf('#') + 1).split('/');
  try {
    if (kind === 'thread' && id)
      return {
        kind,
        threadId: decodeURIComponent(id),
        view: view === 'trash' || view === 'junk' ? view : null,
      };
    if (kind === 'draft' && id) return { kind, draftId: decodeURIComponent(id) };
  } catch {
    // Not an address of ours.
  }
  return kind === 'compose' ? { kind } : { kind: 'main' };
}
