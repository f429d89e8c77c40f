import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useState } from 'react';
import type { DoctorReport } from '#shared/contract/session.ts';
import { tellBriefly } from '../../app/acts.ts';
import { engine } from '../../app/engine.ts';
import { toErrorInfo } from '../../app/errors.ts';
import { formatSize } from '../../app/format.ts';
import { sessionQuery } from '../../app/queries.ts';
import { keys } from '../../app/queryKeys.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { Banner } from '../../design/Banner.tsx';
import { Button } from '../../design/Button.tsx';
import { ErrorDetail } from '../../design/ErrorState.tsx';
import { IconButton } from '../../design/IconButton.tsx';
import { Row, Rows } from '../../design/Rows.tsx';
import { Skeleton } from '../../design/Skeleton.tsx';
import { Switch } from '../../design/Switch.tsx';
import { TextField } from '../../design/TextField.tsx';
import { CheckKey } from './CheckKey.tsx';
import { ExportKey } from './ExportKey.tsx';
import { Facts, Group } from './Setting.tsx';
import styles from './Settings.module.css';
import { useSettings } from './useSettings.ts';

const words = strings.settings.privacy;

/** From this many senders on, a field to find one shows. */
const MANY_SENDERS = 12;

/** What the engine says about its store; asked each time the section opens. */
export const useDoctor = () =>
  useQuery({
    queryKey: [...keys.session, 'doctor'],
    queryFn: () => engine.session.doctor({}),
    staleTime: 0,
  });

function StoreFacts({ report, profile }: { report: DoctorReport; profile: string }) {
  return (
    <>
      {report.encrypted ? null : <Banner tone="danger" title={words.encryptedNo} />}
      <Facts
        facts={[
          [words.where, profile],
          [words.encrypted, report.encrypted ? words.encryptedYes(report.cipher) : words.encryptedNo],
          [words.key, report.keychain === 'passphrase' ? words.keyPassphrase : report.keychain],
          [words.holds, words.holdsValue(report.messages, report.threads)],
          [words.size, formatSize(report.storeBytes + report.contentBytes)],
          [words.integrity, report.integrity === 'ok' ? words.integrityOk : report.integrity],
        ]}
      />
    </>
  );
}

interface SenderListProps {
  label: string;
  empty: string;
  removeLabel: (sender: string) => string;
  senders: string[];
  onRemove: (sender: string) => void;
}

function SenderList({ label, empty, removeLabel, senders, onRemove }: SenderListProps) {
  const [filter, setFilter] = useState('');
  const shown = senders.filter((sender) => sender.toLowerCase().includes(filter.trim().toLowerCase()));
  if (senders.length === 0) return <p className={styles.hint}>{empty}</p>;
  return (
    <>
      {senders.length >= MANY_SENDERS ? (
        <TextField
          label={words.remoteFilter}
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
      ) : null}
      <Rows label={label}>
        {shown.map((sender) => (
          <Row
            key={sender}
            title={sender}
            acts={
              <IconButton
                label={removeLabel(sender)}
                icon={<X aria-hidden />}
                onClick={() => onRemove(sender)}
              />
            }
          />
        ))}
      </Rows>
    </>
  );
}

/** Joining people, remote images, where the data is and how it is kept, and the way to be rid of all of it. */
export function PrivacySection() {
  const { settings, change } = useSettings();
  const { data: session } = useQuery(sessionQuery());
  const doctor = useDoctor();
  const [exporting, setExporting] = useState(false);
  const [checking, setChecking] = useState(false);
  const { showOverlay } = useApp.getState();
  if (!settings) return null;
  const error = doctor.error ? toErrorInfo(doctor.error) : null;
  return (
    <>
      <Group>
        <Switch
          label={words.join}
          hint={words.joinHint}
          checked={settings.joinPeople}
          onChange={(joinPeople) => void change({ joinPeople })}
        />
      </Group>
      <Group title={words.remote} hint={words.remoteHint}>
        <SenderList
          label={words.remote}
          empty={words.remoteEmpty}
          removeLabel={words.remoteRemove}
          senders={settings.sendersWithRemoteImages}
          onRemove={(sender) => {
            void change({
              sendersWithRemoteImages: settings.sendersWithRemoteImages.filter((other) => other !== sender),
            });
            tellBriefly(words.remoteRemoved(sender));
          }}
        />
      </Group>
      <Group title={words.noRemote} hint={words.noRemoteHint}>
        <SenderList
          label={words.noRemote}
          empty={words.noRemoteEmpty}
          removeLabel={words.noRemoteRemove}
          senders={settings.sendersWithoutRemoteImages}
          onRemove={(sender) => {
            void change({
              sendersWithoutRemoteImages: settings.sendersWithoutRemoteImages.filter(
                (other) => other !== sender,
              ),
            });
            tellBriefly(words.noRemoteRemoved(sender));
          }}
        />
      </Group>
      <Group title={words.store}>
        {error ? (
          <Banner tone="danger" title={error.message}>
            <p>{error.advice}</p>
            <ErrorDetail error={error} />
          </Banner>
        ) : doctor.data ? (
          <StoreFacts report={doctor.data} profile={session?.profile ?? ''} />
        ) : (
          <>
            <Skeleton width="18rem" />
            <Skeleton width="12rem" />
            <Skeleton width="14rem" />
          </>
        )}
        <div className={styles.acts}>
          <Button onClick={() => setExporting(true)}>{words.exportKey}</Button>
          <Button onClick={() => setChecking(true)}>{words.checkKey}</Button>
        </div>
      </Group>
      <Group title={words.erase} hint={words.eraseHint}>
        <div>
          <Button
            className={styles.eraseButton}
            onClick={() => showOverlay({ kind: 'erase', scope: { kind: 'everything' } })}
          >
            {words.eraseButton}
          </Button>
        </div>
      </Group>
      {checking ? <CheckKey onClose={() => setChecking(false)} /> : null}
      {exporting ? <ExportKey onClose={() => setExporting(false)} /> : null}
    </>
  );
}
