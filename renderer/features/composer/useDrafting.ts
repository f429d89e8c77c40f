import { useEffect, useRef } from 'react';
import { type Drafting, registerDrafting } from '../../app/writing.ts';

/** Makes this composer the draft that commands are about while it has the focus. Returns what goes on its form. */
export function useDrafting(acts: Omit<Drafting, 'active'>) {
  const form = useRef<HTMLFormElement>(null);
  const latest = useRef(acts);
  latest.current = acts;
  useEffect(
    () =>
      registerDrafting({
        active: () => form.current?.contains(document.activeElement) ?? false,
        run: (act) => latest.current.run(act),
        insert: (template) => latest.current.insert(template),
      }),
    [],
  );
  return form;
}
