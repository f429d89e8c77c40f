import { Check, Clock } from 'lucide-react';
import type { DeliveryReport } from '#shared/contract/reports.ts';
import { formatFull } from '../../app/format.ts';
import { strings } from '../../app/strings/index.ts';
import { Banner } from '../../design/Banner.tsx';
import styles from './DeliveryReports.module.css';

const t = strings.reports;

/** The code and the server's own words, for who wants to pass them on. */
function TheirWords({ report: { status, reason, by } }: { report: DeliveryReport }) {
  // Most servers repeat the code in their words.
  const words = status && !reason.includes(status) ? `${status} ${reason}` : reason;
  if (words.trim() === '') return null;
  return (
    <details className={styles.words}>
      <summary>{t.theirWords(by)}</summary>
      <p data-selectable="">{words}</p>
    </details>
  );
}

function Report({ report }: { report: DeliveryReport }) {
  const { action, recipient, status, retryUntil } = report;
  if (action === 'failed')
    return (
      <Banner tone="danger" title={t.failed(recipient, t.why(status))}>
        <p>{t.failedAdvice}</p>
        <TheirWords report={report} />
      </Banner>
    );
  if (action === 'delayed')
    return (
      <Banner tone="warn" icon={<Clock aria-hidden />} title={t.delayed(recipient, t.why(status))}>
        <p>{retryUntil === null ? t.tries : t.triesUntil(formatFull(retryUntil))}</p>
        <TheirWords report={report} />
      </Banner>
    );
  return (
    <p className={styles.line} title={formatFull(report.at)}>
      <Check aria-hidden />
      {t[action](recipient)}
    </p>
  );
}

/** What servers and readers reported about a mail of mine; nothing when they said nothing. */
export function DeliveryReports({ reports }: { reports: readonly DeliveryReport[] }) {
  if (reports.length === 0) return null;
  return (
    <div className={styles.reports}>
      {reports.map((report) => (
        <Report key={report.recipient} report={report} />
      ))}
    </div>
  );
}
