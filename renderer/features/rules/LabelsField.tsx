import { Toggle } from 'radix-ui';
import { labelColour, useLabels } from '../../app/labels.ts';
import { strings } from '../../app/strings/index.ts';
import styles from './Rules.module.css';

const words = strings.rules;

/** The labels a rule gives; one that was deleted meanwhile can only be left out. */
export function LabelsField({
  chosen,
  onChange,
}: {
  chosen: string[];
  onChange: (labelIds: string[]) => void;
}) {
  const labels = useLabels();
  const gone = chosen.filter((id) => !labels.has(id));
  if (labels.size === 0 && gone.length === 0) return null;
  const toggle = (id: string) => () =>
    onChange(chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
  return (
    <fieldset className={styles.labels}>
      <legend>{words.labels}</legend>
      {[...labels.values()].map((label) => (
        <Toggle.Root
          key={label.id}
          className={styles.label}
          pressed={chosen.includes(label.id)}
          onPressedChange={toggle(label.id)}
        >
          <span className={styles.labelDot} style={{ background: labelColour(label) }} aria-hidden="true" />
          {label.name}
        </Toggle.Root>
      ))}
      {gone.map((id) => (
        <Toggle.Root key={id} className={styles.label} pressed onPressedChange={toggle(id)}>
          {words.goneLabel}
        </Toggle.Root>
      ))}
    </fieldset>
  );
}
