import { create } from 'zustand';

interface Announcements {
  polite: string;
  assertive: string;
}

const useAnnouncements = create<Announcements>(() => ({ polite: '', assertive: '' }));

/** Says something to assistive technology: politely for results and arrivals, assertively for what failed. */
export function announce(text: string, how: keyof Announcements = 'polite'): void {
  // The same words twice would not be read twice; a trailing no-break space makes them differ.
  useAnnouncements.setState((now) => ({ [how]: now[how] === text ? `${text}\u00A0` : text }));
}

/** The live regions; on the page from the first paint, as screen readers need. */
export function LiveRegions() {
  const { polite, assertive } = useAnnouncements();
  return (
    <>
      <div className="visually-hidden" role="status" aria-live="polite">
        {polite}
      </div>
      <div className="visually-hidden" role="alert" aria-live="assertive">
        {assertive}
      </div>
    </>
  );
}
