import { create } from 'zustand';

/** Where the link under the pointer or the focus leads; `null`: there is none. */
export const useLinkTarget = create<{ href: string | null }>(() => ({ href: null }));

export function showLinkTarget(href: string | null): void {
  if (useLinkTarget.getState().href !== href) useLinkTarget.setState({ href });
}

/** Shows where links of the window itself lead; those in the frames of messages are told by their preload. */
export function watchLinks(): () => void {
  const onMove = (event: Event) => {
    const link = (event.target as Element | null)?.closest?.('a[href]');
    showLinkTarget(link ? link.getAttribute('href') : null);
  };
  document.addEventListener('mouseover', onMove);
  document.addEventListener('focusin', onMove);
  return () => {
    document.removeEventListener('mouseover', onMove);
    document.removeEventListener('focusin', onMove);
  };
}

export interface LinkParts {
  before: string;
  /** What decides whose page it is: the host, or the address that is written to. */
  host: string;
  after: string;
}

const LONGEST_HOST = 64;

/**
 * An address taken apart for reading. The host is in A-labels and without a user name before it; of a very long one
 * the end is kept, which says whose it is.
 */
export function linkParts(href: string): LinkParts | null {
  let url: URL;
  try {
    url = new URL(href);
  } catch {
    return null;
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return { before: url.protocol, host: safelyDecoded(url.pathname), after: '' };
  const host = url.host.length > LONGEST_HOST ? `…${url.host.slice(-LONGEST_HOST)}` : url.host;
  return {
    before: `${url.protocol}//`,
    host,
    after: url.href.slice(url.origin.length + credentials(url)).slice(0, 2000),
  };
}

function credentials({ username, password }: URL): number {
  return username || password ? username.length + (password ? password.length + 1 : 0) + 1 : 0;
}

function safelyDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
