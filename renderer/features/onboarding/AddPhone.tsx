import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Check } from 'lucide-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { SmsNumber } from '#shared/contract/accounts.ts';
import type { ErrorInfo } from '#shared/contract/model.ts';
import { announce } from '../../app/announce.tsx';
import { displayAddress } from '../../app/displayAddress.ts';
import { engine } from '../../app/engine.ts';
import { toErrorInfo } from '../../app/errors.ts';
import { accountsQuery } from '../../app/queries.ts';
import { keys } from '../../app/queryKeys.ts';
import { strings } from '../../app/strings/index.ts';
import { Banner } from '../../design/Banner.tsx';
import { Button } from '../../design/Button.tsx';
import { Choices } from '../../design/Choices.tsx';
import { ErrorBanner } from '../../design/ErrorBanner.tsx';
import { TextField } from '../../design/TextField.tsx';
import { useAccountForms } from './account-forms.ts';
import { CarrierFields } from './CarrierFields.tsx';
import styles from './Onboarding.module.css';
import { type PhoneFormProblem, phoneFormProblems, toCredentials } from './phone-form.ts';

const words = strings.onboarding.phone;

function hintOf(number: SmsNumber, taken: boolean): string {
  const can = number.sms ? (number.mms ? words.smsMms : words.sms) : words.noSms;
  const label = number.label === number.number ? '' : number.label;
  return [label, taken ? words.taken : can].filter(Boolean).join(' · ');
}

/** The ends of a long identifier, enough to recognise it. */
const shortened = (sid: string) => (sid.length > 12 ? `${sid.slice(0, 6)}…${sid.slice(-4)}` : sid);

/** Carrier and two keys; then the numbers appear and one is added. */
export function AddPhone({ onBack, onAdded }: { onBack: () => void; onAdded: (accountId: string) => void }) {
  const form = useAccountForms((forms) => forms.phone);
  const { changePhone } = useAccountForms.getState();
  const accounts = useQuery(accountsQuery()).data ?? [];
  const client = useQueryClient();
  const [problems, setProblems] = useState<PhoneFormProblem[]>([]);
  const [numbers, setNumbers] = useState<SmsNumber[] | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ErrorInfo | null>(null);
  const actions = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (problems[0]) document.getElementById(`phone-${problems[0]}`)?.focus();
  }, [problems]);

  useEffect(() => {
    if (error) actions.current?.scrollIntoView({ block: 'end' });
  }, [error]);

  const taken = (number: string) => accounts.some((account) => account.address === number);
  const attempt = async (work: () => Promise<void>) => {
    setError(null);
    setBusy(true);
    try {
      await work();
    } catch (thrown) {
      setError(toErrorInfo(thrown));
    } finally {
      setBusy(false);
    }
  };
  const find = () => {
    const wrong = phoneFormProblems(form);
    setProblems(wrong);
    if (wrong.length > 0) return;
    void attempt(async () => {
      const found = await engine.accounts.smsNumbers(toCredentials(form));
      const usable = found.filter((number) => number.sms && !taken(number.number));
      setNumbers(found);
      setChosen(usable.length === 1 ? (usable[0]?.number ?? null) : null);
      announce(found.length > 0 ? words.numbersFound(found.length) : words.none);
    });
  };
  const add = () => {
    if (!chosen) return;
    void attempt(async () => {
      const { id } = await engine.accounts.addSms({
        ...toCredentials(form),
        number: chosen,
        name: form.name.trim(),
      });
      await client.invalidateQueries({ queryKey: keys.accounts });
      onAdded(id);
    });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    if (numbers && numbers.length > 0) add();
    else find();
  };

  return (
    <form className={styles.form} noValidate onSubmit={submit}>
      {numbers && numbers.length > 0 ? (
        <>
          <div className={styles.found}>
            <Check aria-hidden />
            <span
              className={styles.foundText}
            >{`${words.twilio} · ${shortened(form.accountSid.trim())}`}</span>
            <Button size="small" variant="quiet" onClick={() => setNumbers(null)}>
              {words.otherKey}
            </Button>
          </div>
          <div>
            <h3 className={styles.groupTitle}>{words.numbers}</h3>
            <Choices
              label={words.numbers}
              value={chosen}
              options={numbers.map((number) => ({
                value: number.number,
                label: displayAddress(number.number),
                hint: hintOf(number, taken(number.number)),
                disabled: !number.sms || taken(number.number),
              }))}
              onChange={setChosen}
            />
          </div>
          <TextField
            label={words.name}
            hint={words.nameHint}
            autoComplete="name"
            value={form.name}
            onChange={(event) => changePhone({ name: event.target.value })}
          />
        </>
      ) : (
        <CarrierFields form={form} problems={problems} onChange={changePhone} />
      )}
      {numbers?.length === 0 ? <Banner tone="warn" title={words.none} live /> : null}
      {error ? <ErrorBanner error={error} /> : null}
      <div ref={actions} className={styles.formActions}>
        <Button onClick={onBack}>{strings.onboarding.back}</Button>
        {numbers && numbers.length > 0 ? (
          <Button type="submit" variant="primary" busy={busy} disabled={!chosen}>
            {busy ? words.adding : chosen ? words.add(displayAddress(chosen)) : words.addNone}
          </Button>
        ) : (
          <Button type="submit" variant="primary" busy={busy}>
            {busy ? words.finding : numbers ? words.lookAgain : words.find}
          </Button>
        )}
      </div>
    </form>
  );
}
