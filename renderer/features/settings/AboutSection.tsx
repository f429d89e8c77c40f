import { useQuery } from '@tanstack/react-query';
import { tellBriefly } from '../../app/acts.ts';
import { sessionQuery } from '../../app/queries.ts';
import { strings } from '../../app/strings/index.ts';
import { Button } from '../../design/Button.tsx';
import { useDoctor } from './PrivacySection.tsx';
import { Facts, Group } from './Setting.tsx';
import styles from './Settings.module.css';

const words = strings.settings.about;

/** The version, and what to put into a report. */
export function AboutSection() {
  const { data: session } = useQuery(sessionQuery());
  const report = useDoctor().data;
  const facts: [string, string][] = [[words.version, session?.version ?? '']];
  if (report) {
    if (report.electron) facts.push([words.runtime, report.electron]);
    facts.push([words.node, report.node], [words.sqlite, `${report.sqlite}, ${report.cipher}`]);
    facts.push([words.schema, String(report.schema)]);
  }
  const copy = async () => {
    await navigator.clipboard.writeText(facts.map(([name, value]) => `${name}: ${value}`).join('\n'));
    tellBriefly(words.copied);
  };
  return (
    <Group title={strings.app.name}>
      <p className={styles.hint}>{words.line}</p>
      <Facts facts={facts} />
      <div>
        <Button onClick={() => void copy()}>{words.copy}</Button>
      </div>
    </Group>
  );
}
