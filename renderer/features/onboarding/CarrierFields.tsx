import { strings } from '../../app/strings/index.ts';
import { PasswordField } from '../../design/PasswordField.tsx';
import { SegmentedControl } from '../../design/SegmentedControl.tsx';
import { TextField } from '../../design/TextField.tsx';
import styles from './Onboarding.module.css';
import type { PhoneForm, PhoneFormProblem } from './phone-form.ts';

const words = strings.onboarding.phone;

/** Which carrier, and the keys to it. */
export function CarrierFields({
  form,
  problems,
  secretHint,
  onChange,
}: {
  form: PhoneForm;
  problems: readonly PhoneFormProblem[];
  secretHint?: string;
  onChange: (part: Partial<PhoneForm>) => void;
}) {
  const withKey = form.keyKind === 'key';
  return (
    <>
      <div className={styles.labelled}>
        <span className={styles.label}>{words.carrier}</span>
        <SegmentedControl
          label={words.carrier}
          value="twilio"
          options={[{ value: 'twilio', label: words.twilio }]}
          onChange={() => undefined}
        />
      </div>
      <TextField
        id="phone-account-sid"
        label={words.accountSid}
        hint={words.accountSidHint}
        autoComplete="off"
        autoFocus
        spellCheck={false}
        value={form.accountSid}
        error={problems.includes('account-sid') ? words.accountSidProblem : null}
        onChange={(event) => onChange({ accountSid: event.target.value })}
      />
      <div className={styles.labelled}>
        <span className={styles.label}>{words.keyKind}</span>
        <SegmentedControl
          label={words.keyKind}
          value={form.keyKind}
          options={[
            { value: 'key', label: words.keyKindKey },
            { value: 'token', label: words.keyKindToken },
          ]}
          onChange={(keyKind) => onChange({ keyKind })}
        />
        <span className={styles.note}>{words.keyHint}</span>
      </div>
      {withKey ? (
        <TextField
          id="phone-key-sid"
          label={words.keySid}
          hint={words.keySidHint}
          autoComplete="off"
          spellCheck={false}
          value={form.keySid}
          error={problems.includes('key-sid') ? words.keySidProblem : null}
          onChange={(event) => onChange({ keySid: event.target.value })}
        />
      ) : null}
      <PasswordField
        id="phone-secret"
        label={withKey ? words.secret : words.token}
        showLabel={words.showSecret}
        hideLabel={words.hideSecret}
        hint={secretHint}
        value={form.secret}
        error={problems.includes('secret') ? words.secretProblem : null}
        onChange={(event) => onChange({ secret: event.target.value })}
      />
      <details className={styles.authority} open={problems.includes('base-url') || form.baseUrl !== ''}>
        <summary>{words.advanced}</summary>
        <div className={styles.authorityBody}>
          <TextField
            id="phone-base-url"
            label={words.baseUrl}
            hint={words.baseUrlHint}
            type="url"
            autoComplete="off"
            spellCheck={false}
            value={form.baseUrl}
            error={problems.includes('base-url') ? words.baseUrlProblem : null}
            onChange={(event) => onChange({ baseUrl: event.target.value })}
          />
        </div>
      </details>
    </>
  );
}
