import { BadgeCheck, CircleHelp, ShieldAlert, UserRoundPlus, UserRoundSearch } from 'lucide-react';
import type { MailItem } from '#shared/contract/timeline.ts';
import type { SenderCheck } from '#shared/contract/trust.ts';
import { strings } from '../../app/strings/index.ts';
import { Banner } from '../../design/Banner.tsx';
import { cx } from '../../design/cx.ts';
import { IconButton } from '../../design/IconButton.tsx';
import { Popover } from '../../design/Popover.tsx';
import cardStyles from './MailCard.module.css';
import styles from './SenderCheck.module.css';

const t = strings.trust;
const glyphs = { verified: BadgeCheck, unknown: CircleHelp, suspicious: ShieldAlert };

const titleOf = ({ outcome, domain }: SenderCheck) => t.outcomes[outcome](domain);
const sentencesOf = ({ reasons }: SenderCheck) => reasons.map(({ code, domain }) => t.reasons[code](domain));

/** The verdict and why, in one line. */
export function senderWords(check: SenderCheck): string {
  return [`${titleOf(check)}.`, ...sentencesOf(check)].join(' ');
}

/** A mark beside the name only where the mail server has said something; else the details have it. */
export function isMarked({ checkedBy }: SenderCheck): boolean {
  return checkedBy !== null;
}

function Reasons({ check }: { check: SenderCheck }) {
  return (
    <ul className={styles.reasons}>
      {sentencesOf(check).map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}

/** Beside the sender's name: whether the mail comes from where it says; the reasons on a click. */
export function SenderMark({ check }: { check: SenderCheck }) {
  const Glyph = glyphs[check.outcome];
  const title = titleOf(check);
  return (
    <Popover
      label={title}
      trigger={
        <IconButton
          label={title}
          className={cx(styles.mark, styles[check.outcome])}
          icon={<Glyph aria-hidden />}
        />
      }
    >
      <div className={styles.panel}>
        <h3>{title}</h3>
        <Reasons check={check} />
        {check.checkedBy === null ? null : (
          <p className={styles.meta}>{check.checkedBy ? t.checkedBy(check.checkedBy) : t.checkedByServer}</p>
        )}
        {check.outcome === 'verified' ? <p className={styles.meta}>{t.limits}</p> : null}
      </div>
    </Popover>
  );
}

function Forged({ check }: { check: SenderCheck }) {
  return (
    <Banner tone="danger" icon={<ShieldAlert aria-hidden />} title={titleOf(check)}>
      <Reasons check={check} />
      <p className={styles.advice}>{t.suspiciousAdvice}</p>
    </Banner>
  );
}

/** Above the text of a mail: what speaks against its sender, and that it is somebody new. */
export function SenderNotes({ item: { check, cautions, firstContact } }: { item: MailItem }) {
  return (
    <>
      {check?.outcome === 'suspicious' ? <Forged check={check} /> : null}
      {cautions.length > 0 ? (
        <Banner tone="warn" icon={<UserRoundSearch aria-hidden />} title={t.cautionsTitle}>
          <ul className={styles.reasons}>
            {cautions.map(({ kind, shown, other }) => (
              <li key={kind}>{t.cautions[kind](shown, other)}</li>
            ))}
          </ul>
        </Banner>
      ) : null}
      {firstContact ? (
        <p className={cardStyles.note}>
          <UserRoundPlus aria-hidden />
          {t.firstContact}
        </p>
      ) : null}
    </>
  );
}
