import { useEffect, useRef } from 'react';
import { strings } from '../../app/strings/index.ts';
import { Banner } from '../../design/Banner.tsx';
import { Button } from '../../design/Button.tsx';
import { useAccountForms } from './account-forms.ts';
import { unconfirmed } from './mail-form.ts';

const words = strings.onboarding.mail;

/** Servers of another domain, which only the DNS named: the user says yes before a password goes there. */
export function Elsewhere({ asked }: { asked: boolean }) {
  const form = useAccountForms((forms) => forms.mail);
  const { changeMail } = useAccountForms.getState();
  const yes = useRef<HTMLButtonElement>(null);
  const hosts = unconfirmed(form);
  useEffect(() => {
    if (asked) yes.current?.focus();
  }, [asked]);
  if (hosts.length === 0) return null;
  const domain = form.address.split('@')[1]?.trim() ?? '';
  return (
    <Banner
      tone="warn"
      title={words.elsewhere(domain, strings.common.list(hosts))}
      actions={
        <Button ref={yes} size="small" onClick={() => changeMail((mail) => ({ ...mail, confirmed: true }))}>
          {words.elsewhereYes}
        </Button>
      }
    >
      <p>{words.elsewhereWhy(domain)}</p>
    </Banner>
  );
}
