import { lazy, Suspense, useEffect, useState } from 'react';
import { isTyping } from '../../app/keyboard.ts';
import { listenForSpelling } from '../../app/spelling.ts';
import type { AskedMenu } from './EditMenu.tsx';
import type { Field } from './words.ts';

const EditMenu = lazy(() => import('./EditMenu.tsx'));

const isChecked = (field: unknown): field is Field =>
  field instanceof HTMLElement && field.getAttribute('spellcheck') === 'true';

/** Marks what is misspelled in the fields of the window, and opens their menu. */
export default function SpellingHost() {
  const [asked, setAsked] = useState<AskedMenu | null>(null);
  useEffect(() => {
    const mark = ({ target }: Event) => {
      if (isChecked(target)) void import('./marks.ts').then(({ markSpelling }) => markSpelling(target));
    };
    const open = (event: MouseEvent) => {
      const field = (event.target as Element).closest<HTMLElement>(
        'input, textarea, [contenteditable="true"]',
      );
      if (event.defaultPrevented || !field || !isTyping(field)) return;
      event.preventDefault();
      setAsked({ field, at: { x: event.clientX, y: event.clientY }, word: null });
    };
    document.addEventListener('focusin', mark);
    document.addEventListener('contextmenu', open);
    const stop = listenForSpelling(() => {
      const field = document.activeElement;
      if (!isChecked(field)) return false;
      void import('./next-misspelled.ts').then(async ({ nextMisspelled }) =>
        setAsked(await nextMisspelled(field)),
      );
      return true;
    });
    return () => {
      document.removeEventListener('focusin', mark);
      document.removeEventListener('contextmenu', open);
      stop();
    };
  }, []);
  return asked ? (
    <Suspense>
      <EditMenu asked={asked} onClose={() => setAsked(null)} />
    </Suspense>
  ) : null;
}
