import { strings } from '../../app/strings/index.ts';
import { Choices } from '../../design/Choices.tsx';
import { SegmentedControl } from '../../design/SegmentedControl.tsx';
import { Switch } from '../../design/Switch.tsx';
import { GroupsGroup } from '../groups/GroupsGroup.tsx';
import { SendersGroup } from './SendersGroup.tsx';
import { Group } from './Setting.tsx';
import { SpellingGroup } from './SpellingGroup.tsx';
import { TemplatesGroup } from './TemplatesGroup.tsx';
import { useSettings } from './useSettings.ts';

/** Theme, density, and what closing the window means. */
export function AppearanceSection() {
  const words = strings.settings.appearance;
  const { settings, change } = useSettings();
  if (!settings) return null;
  return (
    <>
      <Group title={words.theme}>
        <SegmentedControl
          label={words.theme}
          value={settings.theme}
          options={[
            { value: 'system', label: words.themeSystem },
            { value: 'light', label: words.themeLight },
            { value: 'dark', label: words.themeDark },
          ]}
          onChange={(theme) => void change({ theme })}
        />
      </Group>
      <Group title={words.density}>
        <Choices
          label={words.density}
          value={settings.density}
          options={[
            { value: 'comfortable', label: words.densityComfortable, hint: words.densityComfortableHint },
            { value: 'compact', label: words.densityCompact, hint: words.densityCompactHint },
          ]}
          onChange={(density) => void change({ density })}
        />
      </Group>
      <Group title={words.window}>
        <Switch
          label={words.closeToTray}
          hint={words.closeToTrayHint}
          checked={settings.closeToTray}
          onChange={(closeToTray) => void change({ closeToTray })}
        />
      </Group>
    </>
  );
}

const HOLDS = [0, 5, 10, 20, 30];

/** How mail is written, and how long a sent message is held back. */
export function WritingSection() {
  const words = strings.settings.writing;
  const { settings, change } = useSettings();
  if (!settings) return null;
  const holds = [...new Set([...HOLDS, settings.undoSendSeconds])].sort((a, b) => a - b);
  return (
    <>
      <SendersGroup />
      <Group title={words.format}>
        <Choices
          label={words.format}
          value={settings.composeFormat}
          options={[
            { value: 'rich', label: words.formatRich, hint: words.formatRichHint },
            { value: 'plain', label: words.formatPlain, hint: words.formatPlainHint },
          ]}
          onChange={(composeFormat) => void change({ composeFormat })}
        />
      </Group>
      <SpellingGroup />
      <GroupsGroup />
      <TemplatesGroup />
      <Group title={words.undoSend} hint={words.undoSendHint}>
        <Choices
          label={words.undoSend}
          value={String(settings.undoSendSeconds)}
          options={holds.map((seconds) => ({
            value: String(seconds),
            label: seconds === 0 ? words.atOnce : words.seconds(seconds),
          }))}
          onChange={(seconds) => void change({ undoSendSeconds: Number(seconds) })}
        />
      </Group>
    </>
  );
}

/** Which messages raise a notification. */
export function NotificationsSection() {
  const words = strings.settings.notifications;
  const { settings, change } = useSettings();
  if (!settings) return null;
  return (
    <Group title={words.label}>
      <Choices
        label={words.label}
        value={settings.notifications}
        options={[
          { value: 'all', label: words.all },
          { value: 'people', label: words.people, hint: words.peopleHint },
          { value: 'none', label: words.none },
        ]}
        onChange={(notifications) => void change({ notifications })}
      />
    </Group>
  );
}
