import { Plus, X } from 'lucide-react';
import { strings } from '../../app/strings/index.ts';
import { Button } from '../../design/Button.tsx';
import field from '../../design/field.module.css';
import { IconButton } from '../../design/IconButton.tsx';
import { Select } from '../../design/Select.tsx';
import styles from './Rules.module.css';
import { type ConditionField, newCondition } from './rule-form.ts';

const words = strings.rules;
const KINDS = ['from', 'domain', 'to', 'subject', 'list', 'attachment'] as const;
const OPTIONS = KINDS.map((kind) => ({ value: kind, label: words.kinds[kind] }));
const MOST = 10;

/** What must be true of a mail. */
export function Conditions({
  conditions,
  asked,
  onChange,
}: {
  conditions: readonly ConditionField[];
  /** It was tried to save: what is missing is said. */
  asked: boolean;
  onChange: (conditions: ConditionField[]) => void;
}) {
  const set = (at: number, part: Partial<ConditionField>) =>
    onChange(conditions.map((one, index) => (index === at ? { ...one, ...part } : one)));
  const isMissing = ({ kind, text }: ConditionField) => asked && kind !== 'attachment' && text.trim() === '';
  return (
    <div className={styles.conditions}>
      {conditions.map((condition, at) => (
        <div key={condition.key} className={styles.condition}>
          <Select
            bare
            label={words.kind(at + 1)}
            value={condition.kind}
            options={OPTIONS}
            onChange={(kind) => set(at, { kind })}
          />
          {condition.kind === 'attachment' ? (
            <span />
          ) : (
            <input
              className={field.input}
              aria-label={words.text(at + 1)}
              aria-invalid={isMissing(condition) || undefined}
              placeholder={words.placeholders[condition.kind]}
              value={condition.text}
              maxLength={200}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => set(at, { text: event.target.value })}
            />
          )}
          <IconButton
            label={words.removeCondition(at + 1)}
            icon={<X aria-hidden />}
            disabled={conditions.length === 1}
            onClick={() => onChange(conditions.toSpliced(at, 1))}
          />
        </div>
      ))}
      {conditions.some(isMissing) ? (
        <p className={styles.error} role="alert">
          {words.conditionMissing}
        </p>
      ) : null}
      {conditions.length < MOST ? (
        <div>
          <Button
            size="small"
            icon={<Plus aria-hidden />}
            onClick={() => onChange([...conditions, newCondition('subject')])}
          >
            {words.addCondition}
          </Button>
        </div>
      ) : null}
    </div>
  );
}
