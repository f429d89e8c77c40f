import { Users } from 'lucide-react';
import { useId, useState } from 'react';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { Button } from '../../design/Button.tsx';
import { IconButton } from '../../design/IconButton.tsx';
import { ChipField } from './ChipField.tsx';
import styles from './Composer.module.css';
import type { DraftFields } from './draft-state.ts';

const t = strings.composer;

/** To, Cc, Bcc and subject; Cc and Bcc show when asked for or when someone is in them. */
export function EnvelopeFields({
  fields,
  country,
  focusTo,
  invalid,
  onChange,
}: {
  fields: DraftFields;
  country: string | null;
  focusTo: boolean;
  invalid: boolean;
  onChange: (part: Partial<DraftFields>) => void;
}) {
  const id = useId();
  const [copies, setCopies] = useState(false);
  const mail = fields.channel === 'mail';
  const showCopies = mail && (copies || fields.cc.length > 0 || fields.bcc.length > 0);
  const everybody = [...fields.to, ...fields.cc, ...fields.bcc];
  const show = useApp((app) => app.showOverlay);
  return (
    <div className={styles.envelope}>
      <ChipField
        label={t.to}
        value={fields.to}
        channel={fields.channel}
        country={country}
        autoFocus={focusTo}
        invalid={invalid && fields.to.length === 0}
        onChange={(to) => onChange({ to })}
      />
      {mail ? (
        <span className={styles.copies}>
          {everybody.length > 1 ? (
            <IconButton
              label={strings.groups.keep}
              icon={<Users aria-hidden />}
              onClick={() => show({ kind: 'group', group: { id: null, name: '', members: everybody } })}
            />
          ) : null}
          {showCopies ? null : (
            <Button size="small" variant="quiet" onClick={() => setCopies(true)}>
              {t.addCc} · {t.addBcc}
            </Button>
          )}
        </span>
      ) : null}
      {showCopies ? (
        <>
          <ChipField
            label={t.cc}
            value={fields.cc}
            channel="mail"
            country={country}
            autoFocus={copies && fields.cc.length === 0}
            onChange={(cc) => onChange({ cc })}
          />
          <ChipField
            label={t.bcc}
            value={fields.bcc}
            channel="mail"
            country={country}
            onChange={(bcc) => onChange({ bcc })}
          />
        </>
      ) : null}
      {mail ? (
        <div className={styles.subjectLine}>
          <label htmlFor={id}>{t.subject}</label>
          <input
            id={id}
            className={styles.subject}
            spellCheck
            value={fields.subject}
            onChange={(event) => onChange({ subject: event.target.value })}
          />
        </div>
      ) : null}
    </div>
  );
}
