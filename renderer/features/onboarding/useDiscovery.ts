import { useCallback, useRef, useState } from 'react';
import { engine } from '../../app/engine.ts';
import { useAccountForms } from './account-forms.ts';
import { looksComplete, withFound } from './mail-form.ts';

export type DiscoveryState = 'idle' | 'finding' | 'found' | 'none' | 'failed';

/** Finds the servers of an address; an answer for an address that was changed meanwhile is dropped. */
export function useDiscovery() {
  const [state, setState] = useState<DiscoveryState>(() =>
    useAccountForms.getState().mail.foundFor ? 'found' : 'idle',
  );
  const pending = useRef<{ address: string; answer: Promise<void> } | null>(null);

  const look = useCallback((): Promise<void> => {
    const { mail, changeMail } = useAccountForms.getState();
    const address = mail.address.trim();
    if (mail.edited || !looksComplete(address) || mail.foundFor === address) return Promise.resolve();
    if (pending.current?.address === address) return pending.current.answer;
    setState('finding');
    const answer = engine.accounts.discover({ address }).then(
      ({ settings }) => {
        changeMail((form) => withFound(form, address, settings));
        settle(settings ? 'found' : 'none');
      },
      () => settle('failed'),
    );
    const settle = (next: DiscoveryState) => {
      if (pending.current?.address !== address) return;
      pending.current = null;
      setState(next);
    };
    pending.current = { address, answer };
    return answer;
  }, []);

  return { state, look };
}
