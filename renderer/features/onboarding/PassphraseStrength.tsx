import { strings } from '../../app/strings/index.ts';
import styles from './Onboarding.module.css';
import { PASSPHRASE_MIN, passphraseStrength } from './passphrase.ts';

const words = strings.onboarding.passphrase;
const levels = ['too-short', 'weak', 'fair', 'good', 'strong'] as const;

/** How hard a passphrase is to guess, while it is typed. */
export function Strength({ passphrase }: { passphrase: string }) {
  if (passphrase === '') return <p className={styles.note}>{words.hint}</p>;
  const strength = passphraseStrength(passphrase);
  const level = levels.indexOf(strength);
  return (
    <div className={styles.strength} data-strength={strength} role="status">
      <span className={styles.strengthBars} aria-hidden="true">
        {levels.slice(1).map((name, at) => (
          <span key={name} data-on={at < level ? '' : undefined} />
        ))}
      </span>
      <span>
        {strength === 'too-short' ? words.strength['too-short'](PASSPHRASE_MIN) : words.strength[strength]}
      </span>
    </div>
  );
}
