import { ShieldCheck } from 'lucide-react';
import { useRef } from 'react';
import { strings } from '../../app/strings/index.ts';
import { Button } from '../../design/Button.tsx';
import { TextArea } from '../../design/TextArea.tsx';
import { readAuthority } from './authority.ts';
import type { ChangeMailForm } from './mail-form.ts';
import styles from './Onboarding.module.css';

const words = strings.onboarding.mail;

/** Larger files are no certificates; they are not read. In bytes. */
const LARGEST_FILE = 1_000_000;

/** Takes the certificate of a private authority, pasted or from a file, for this account only. */
export function AuthorityField({
  authority,
  open,
  onToggle,
  onChange,
}: {
  authority: string;
  open: boolean;
  onToggle: (open: boolean) => void;
  onChange: ChangeMailForm;
}) {
  const input = useRef<HTMLInputElement>(null);
  const { pem, problem } = readAuthority(authority);
  const set = (text: string) => onChange((form) => ({ ...form, authority: text }));
  return (
    <details
      className={styles.authority}
      open={open}
      onToggle={(event) => onToggle(event.currentTarget.open)}
    >
      <summary>{words.authority}</summary>
      <div className={styles.authorityBody}>
        <p>{words.authorityIntro}</p>
        <TextArea
          id="mail-authority"
          label={words.authorityLabel}
          value={authority}
          error={problem ? words.authorityProblem[problem] : null}
          onChange={(event) => set(event.target.value)}
        />
        {pem ? (
          <p className={styles.good}>
            <ShieldCheck aria-hidden />
            {words.authorityGood}
          </p>
        ) : null}
        <input
          ref={input}
          type="file"
          hidden
          accept=".pem,.crt,.cer,application/x-pem-file"
          onChange={async (event) => {
            const file = event.target.files?.[0];
            event.target.value = '';
            if (file) set(file.size > LARGEST_FILE ? file.name : await file.text());
          }}
        />
        <div>
          <Button size="small" onClick={() => input.current?.click()}>
            {words.authorityFile}
          </Button>
        </div>
      </div>
    </details>
  );
}
