import { Type } from 'lucide-react';
import { changeSettings } from '../../app/settings.ts';
import { strings } from '../../app/strings/index.ts';
import { IconButton } from '../../design/IconButton.tsx';
import { useSettings } from '../settings/useSettings.ts';

const t = strings.richText;

/** Shows or hides the formatting tools; in plain text it goes on with formatting. */
export function FormattingToggle({ rich, onRich }: { rich: boolean; onRich: () => void }) {
  const { settings } = useSettings();
  const shown = rich && settings?.formattingBar === true;
  const press = () => {
    if (!rich) onRich();
    void changeSettings({ formattingBar: !shown });
  };
  return (
    <IconButton
      label={rich ? (shown ? t.hideBar : t.showBar) : t.useFormatting}
      icon={<Type aria-hidden />}
      pressed={shown}
      onClick={press}
    />
  );
}
