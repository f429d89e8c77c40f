import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import type { Account } from '#shared/contract/accounts.ts';
import type { Rule } from '#shared/contract/rules.ts';
import { tellError } from '../../app/acts.ts';
import { announce } from '../../app/announce.tsx';
import { type Changed, moved, useChanged } from '../../app/changed.ts';
import { engine } from '../../app/engine.ts';
import { toErrorInfo } from '../../app/errors.ts';
import { useLabels } from '../../app/labels.ts';
import { accountsQuery, rulesQuery } from '../../app/queries.ts';
import { queryClient } from '../../app/queryClient.ts';
import { keys } from '../../app/queryKeys.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { Banner } from '../../design/Banner.tsx';
import { Button } from '../../design/Button.tsx';
import { ErrorState } from '../../design/ErrorState.tsx';
import { MoveButtons } from '../../design/MoveButtons.tsx';
import { Row, Rows } from '../../design/Rows.tsx';
import { Skeleton } from '../../design/Skeleton.tsx';
import { Switch } from '../../design/Switch.tsx';
import { Group } from '../settings/Setting.tsx';
import { ruleInWords } from './rule-words.ts';

const words = strings.rules;

async function remove(rule: Rule): Promise<void> {
  try {
    const { actionId } = await engine.rules.remove({ id: rule.id });
    useApp.getState().toast({ text: words.removed(rule.name), undoActionId: actionId });
  } catch (error) {
    tellError(error);
  }
}

interface RuleRowProps {
  rule: Rule;
  rules: Rule[];
  accounts: Account[];
  onChange: Changed<Rule>['change'];
}

function RuleRow({ rule, rules, accounts, onChange }: RuleRowProps) {
  const labels = useLabels();
  const showOverlay = useApp((app) => app.showOverlay);
  return (
    <Row
      mark={
        <Switch
          bare
          label={rule.name}
          checked={rule.enabled}
          onChange={(enabled) =>
            void onChange(
              rules.map((one) => (one === rule ? { ...one, enabled } : one)),
              () => engine.rules.enable({ id: rule.id, enabled }),
            )
          }
        />
      }
      title={rule.name}
      note={
        <>
          <p>{ruleInWords(rule, accounts, labels)}</p>
          {rule.problem ? (
            <Banner tone="warn">{rule.problem === 'label-gone' ? words.labelGone : words.mailboxGone}</Banner>
          ) : null}
        </>
      }
      actsLabel={words.actionsOf(rule.name)}
      acts={
        <>
          {rules.length > 1 ? (
            <MoveButtons
              up={words.up(rule.name)}
              down={words.down(rule.name)}
              at={rules.indexOf(rule)}
              count={rules.length}
              onMove={(to) => {
                const order = moved(rules, rule, to);
                void onChange(order, () => engine.rules.order({ ids: order.map(({ id }) => id) }));
                announce(words.moved(rule.name, to + 1, order.length));
              }}
            />
          ) : null}
          <Button size="small" onClick={() => showOverlay({ kind: 'rule', ruleId: rule.id, threadId: null })}>
            {words.edit}
          </Button>
          <Button size="small" onClick={() => void remove(rule)}>
            {words.remove}
          </Button>
        </>
      }
    />
  );
}

/** The rules in their order, and the way to make one. */
export function RulesSection() {
  const { data, error } = useQuery(rulesQuery());
  const { shown: rules, change } = useChanged(data, keys.rules);
  const { data: accounts = [] } = useQuery(accountsQuery());
  const showOverlay = useApp((app) => app.showOverlay);
  if (error)
    return (
      <ErrorState
        error={toErrorInfo(error)}
        action={
          <Button onClick={() => void queryClient.invalidateQueries({ queryKey: keys.rules })}>
            {strings.common.retry}
          </Button>
        }
      />
    );
  const hasMail = accounts.some(({ channel }) => channel === 'mail');
  const hint = rules && rules.length > 1 ? `${words.hint} ${words.orderHint}` : words.hint;
  return (
    <Group hint={hint}>
      {rules === undefined ? (
        <Skeleton width="14rem" />
      ) : rules.length === 0 ? (
        <p>{hasMail ? words.empty : words.none}</p>
      ) : (
        <Rows label={words.title}>
          {rules.map((rule) => (
            <RuleRow key={rule.id} rule={rule} rules={rules} accounts={accounts} onChange={change} />
          ))}
        </Rows>
      )}
      {hasMail ? (
        <div>
          <Button
            icon={<Plus aria-hidden />}
            onClick={() => showOverlay({ kind: 'rule', ruleId: null, threadId: null })}
          >
            {words.add}
          </Button>
        </div>
      ) : null}
    </Group>
  );
}
