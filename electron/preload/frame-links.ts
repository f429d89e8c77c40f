import { FRAME_LINK_MESSAGE, FRAME_OPEN_MESSAGE } from '#shared/contract/window-messages.ts';

const APP_ORIGIN = 'app://skein';

const linkOf = (event: Event) => (event.target as Element | null)?.closest?.('a[href], area[href]') ?? null;

/**
 * Tells the window where the link under the pointer or the focus leads, and asks it before one is opened whose text
 * names another domain, which the sanitiser has marked. The document itself has no script.
 */
export function tellLinks(): void {
  const tell = (href: string | null) =>
    window.parent.postMessage({ type: FRAME_LINK_MESSAGE, href }, APP_ORIGIN);
  for (const type of ['mouseover', 'focusin'] as const)
    window.addEventListener(type, (event) => tell(linkOf(event)?.getAttribute('href') ?? null));
  for (const type of ['mouseout', 'focusout'] as const) window.addEventListener(type, () => tell(null));
  for (const type of ['click', 'auxclick'] as const)
    window.addEventListener(
      type,
      (event) => {
        const link = linkOf(event);
        const shows = link?.getAttribute('data-skein-shows');
        if (!link || !shows) return;
        event.preventDefault();
        window.parent.postMessage(
          { type: FRAME_OPEN_MESSAGE, href: link.getAttribute('href'), shows },
          APP_ORIGIN,
        );
      },
      { capture: true },
    );
}
