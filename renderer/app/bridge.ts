import type { SkeinBridge } from '#shared/contract/bridge.ts';

declare global {
  interface Window {
    skein?: SkeinBridge;
  }
}

/** What the preload offers, or null in a page without it. */
export function bridge(): SkeinBridge | null {
  return window.skein ?? null;
}
