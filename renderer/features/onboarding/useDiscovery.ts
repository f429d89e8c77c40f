import { useCallback, useEffect, useRef, useState } from 'react';
import { engine } from '../../app/engine.ts';
import { useAccountForms } from './account-forms.ts';
import { looksComplete, withFound } from './mail-form.ts';

export type DiscoveryState = 'idle' | 'finding' | 'found' | 'none' | 'failed';

/** Milliseconds: of a look after which the form goes on without its answer, and of rest after which one begins. */
const PATIENCE = 600;
const REST = 500;

/** Finds the servers of an address; an answer for an address that was changed meanwhile is dropped. */
export function useDiscovery() {
  const [state, setState] = useState<DiscoveryState>(() =>
    useAccountForms.getState().mail.foundFor ? 'found' : 'idle',
  );
  /** The rest of the form shows: there is an answer, or it takes its time. */
  const [begun, setBegun] = useState(() => state !== 'idle' || useAccountForms.getState().mail.edited);
  const typed = useAccountForms((forms) => forms.mail.address);
  const pending = useRef<{ address: string; answer: Promise<void> } | null>(null);

  const look = useCallback((): Promise<void> => {
    const { mail, changeMail } = useAccountForms.getState();
    const address = mail.address.trim();
    if (!looksComplete(address)) return Promise.resolve();
    // A client ID that was missing may have been entered in the settings meanwhile.
    if (mail.edited || (mail.foundFor === address && mail.advice.signIn?.ready !== false)) {
      setBegun(true);
      return Promise.resolve();
    }
    if (pending.current?.address === address) return pending.current.answer;
    setState('finding');
    const timer = setTimeout(() => setBegun(true), PATIENCE);
    const answer = engine.accounts.discover({ address }).then(
      ({ settings, source: _, ...advice }) => {
        changeMail((form) => withFound(form, address, settings, advice));
        settle(settings ? 'found' : 'none');
      },
      () => settle('failed'),
    );
    const settle = (next: DiscoveryState) => {
      if (pending.current?.address !== address) return;
      pending.current = null;
      clearTimeout(timer);
      setBegun(true);
      setState(next);
    };
    pending.current = { address, answer };
    return answer;
  }, []);

  useEffect(() => {
    if (!looksComplete(typed)) return;
    const timer = setTimeout(() => void look(), REST);
    return () => clearTimeout(timer);
  }, [typed, look]);

  return { state, begun, look };
}
