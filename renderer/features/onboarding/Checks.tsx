import { Check, Circle, CircleDashed, X } from 'lucide-react';
import { strings } from '../../app/strings/index.ts';
import { Banner } from '../../design/Banner.tsx';
import { Button } from '../../design/Button.tsx';
import { ErrorDetail } from '../../design/ErrorState.tsx';
import {
  aboutCertificate,
  type CheckedServer,
  type CheckStep,
  firstFailure,
  likelyCause,
} from './check-steps.ts';
import styles from './Onboarding.module.css';

const words = strings.onboarding.mail;
const icons = { waiting: Circle, running: CircleDashed, ok: Check, failed: X };

function Step({ row }: { row: CheckStep }) {
  const Icon = icons[row.state];
  const names = words.steps[row.step];
  return (
    <li className={styles.step} data-state={row.state}>
      <Icon aria-hidden />
      <span>{row.state === 'failed' ? names.waiting : names[row.state]}</span>
      <span className="visually-hidden">{words.stepState[row.state]}</span>
    </li>
  );
}

function Server({ server, host, steps }: { server: CheckedServer; host: string; steps: CheckStep[] }) {
  const title = server === 'imap' ? words.incomingServer(host) : words.outgoingServer(host);
  return (
    <div className={styles.checkedServer}>
      <h3>{title}</h3>
      <ol aria-label={title}>
        {steps.map((row) => (
          <Step key={row.step} row={row} />
        ))}
      </ol>
    </div>
  );
}

/** The steps of a mail test as they happen; for a failed one what happened, what to do and the server's words. */
export function Checks({
  steps,
  hosts,
  onTrustAuthority,
  onGoTo,
}: {
  steps: readonly CheckStep[];
  hosts: { imap: string; smtp: string };
  onTrustAuthority: () => void;
  /** Shows the field of this id, which is the likely cause. */
  onGoTo: (fieldId: string) => void;
}) {
  const failed = firstFailure(steps);
  const cause = failed && likelyCause(failed);
  const certificate = aboutCertificate(failed?.error ?? null);
  return (
    <section className={styles.checks} aria-label={words.checks}>
      <div className={styles.checkedServers}>
        {(['imap', 'smtp'] as const).map((server) => (
          <Server
            key={server}
            server={server}
            host={hosts[server]}
            steps={steps.filter((row) => row.server === server)}
          />
        ))}
      </div>
      {failed?.error ? (
        <Banner
          tone="danger"
          title={failed.error.message}
          actions={
            cause ? (
              <Button size="small" onClick={() => onGoTo(cause.fieldId)}>
                {words.goTo[cause.what]}
              </Button>
            ) : null
          }
        >
          <p>{failed.error.advice}</p>
          {certificate ? (
            <div className={styles.why}>
              <p className={styles.whyTitle}>{words.certificateTitle}</p>
              <p>{words.certificate}</p>
              <Button size="small" onClick={onTrustAuthority}>
                {words.certificateAuthority}
              </Button>
            </div>
          ) : null}
          <ErrorDetail error={failed.error} />
        </Banner>
      ) : null}
    </section>
  );
}
