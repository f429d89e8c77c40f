import { Tabs } from 'radix-ui';
import type { ComponentType } from 'react';
import { toErrorInfo } from '../../app/errors.ts';
import { queryClient } from '../../app/queryClient.ts';
import { strings } from '../../app/strings/index.ts';
import { Button } from '../../design/Button.tsx';
import { ErrorState } from '../../design/ErrorState.tsx';
import { Page } from '../../design/Page.tsx';
import { LabelsSection } from '../labels/LabelsSection.tsx';
import { RulesSection } from '../rules/RulesSection.tsx';
import { SectionsSection } from '../sections/SectionsSection.tsx';
import { TransferSection } from '../transfers/TransferSection.tsx';
import { AboutSection } from './AboutSection.tsx';
import { AccountsSection } from './AccountsSection.tsx';
import { KeyboardSection } from './KeyboardSection.tsx';
import { SECTIONS, type Section, useSettingsPlace } from './open-settings.ts';
import { AppearanceSection, NotificationsSection, WritingSection } from './PreferenceSections.tsx';
import { PrivacySection } from './PrivacySection.tsx';
import styles from './Settings.module.css';
import { TextsSection } from './TextsSection.tsx';
import { useSettings } from './useSettings.ts';

const words = strings.settings;

const content: Record<Section, ComponentType> = {
  accounts: AccountsSection,
  appearance: AppearanceSection,
  writing: WritingSection,
  labels: LabelsSection,
  split: SectionsSection,
  rules: RulesSection,
  texts: TextsSection,
  notifications: NotificationsSection,
  keyboard: KeyboardSection,
  transfers: TransferSection,
  privacy: PrivacySection,
  about: AboutSection,
};

/** The settings, a section at a time. */
export default function Settings() {
  const section = useSettingsPlace((place) => place.section);
  const { error } = useSettings();
  return (
    <Page title={words.title}>
      {error ? (
        <ErrorState
          error={toErrorInfo(error)}
          action={
            <Button onClick={() => void queryClient.invalidateQueries()}>{strings.common.retry}</Button>
          }
        />
      ) : (
        <Tabs.Root
          className={styles.tabs}
          orientation="vertical"
          value={section}
          onValueChange={(next) =>
            useSettingsPlace.setState({ section: next as Section, adding: false, editing: null })
          }
        >
          <Tabs.List className={styles.sections} aria-label={words.sections} data-region-focus="">
            {SECTIONS.map((name) => (
              <Tabs.Trigger key={name} value={name} className={styles.tab}>
                {words[name].title}
              </Tabs.Trigger>
            ))}
          </Tabs.List>
          {SECTIONS.map((name) => {
            const Content = content[name];
            return (
              <Tabs.Content key={name} value={name} className={styles.section}>
                <Content />
              </Tabs.Content>
            );
          })}
        </Tabs.Root>
      )}
    </Page>
  );
}
