import { useQuery } from '@tanstack/react-query';
import { MailCheck } from 'lucide-react';
import { smtpOfferQuery } from '../../app/queries.ts';
import { strings } from '../../app/strings/index.ts';
import { Button } from '../../design/Button.tsx';
import { MenuCheckItem } from '../../design/Menu.tsx';
import styles from './Composer.module.css';
import type { DraftFields } from './draft-state.ts';

const t = strings.reports;

export interface ReportChoice {
  fields: Pick<DraftFields, 'accountId' | 'deliveryReport'>;
  onChange: (part: Pick<DraftFields, 'deliveryReport'>) => void;
}

/** Whether the server cannot be asked; not while that is unknown: it is said again when the mail has left. */
function useNotGiven(accountId: string | null, wanted: boolean): boolean {
  const { data } = useQuery({ ...smtpOfferQuery(accountId ?? ''), enabled: wanted && accountId !== null });
  return data?.deliveryReports === false;
}

/** Chooses it in the menu beside Send. */
export function AskForReport({ fields, onChange }: ReportChoice) {
  const notGiven = useNotGiven(fields.accountId, true);
  const asked = fields.deliveryReport;
  return (
    <MenuCheckItem
      label={t.ask}
      icon={<MailCheck aria-hidden />}
      checked={asked}
      hint={notGiven ? t.notGiven : undefined}
      disabled={notGiven && !asked}
      onChange={(deliveryReport) => onChange({ deliveryReport })}
    />
  );
}

/** Says in the composer what was chosen, and what will come of it. */
export function ReportNote({ fields, onChange }: ReportChoice) {
  const notGiven = useNotGiven(fields.accountId, fields.deliveryReport);
  if (!fields.deliveryReport) return null;
  return (
    <p className={styles.note}>
      {notGiven ? t.notGivenNote : t.asked}{' '}
      <Button size="small" variant="quiet" onClick={() => onChange({ deliveryReport: false })}>
        {t.dontAsk}
      </Button>
    </p>
  );
}
