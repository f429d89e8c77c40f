import { JSDOM } from 'jsdom';
import { vi } from 'vitest';

/** What the editor's modules need of a page. */
export function stubPage(): void {
  const { window } = new JSDOM('');
  for (const name of ['window', 'document', 'DOMParser', 'NodeFilter', 'Node'] as const)
    vi.stubGlobal(name, name === 'window' ? window : window[name]);
}
