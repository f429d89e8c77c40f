import { useQuery } from '@tanstack/react-query';
import { ArrowDown, ArrowUp, Plus } from 'lucide-react';
import { useLayoutEffect, useRef } from 'react';
import type { Account } from '#shared/contract/accounts.ts';
import type { Rule } from '#shared/contract/rules.ts';
import { tellError } from '../../app/acts.ts';
import { announce } from '../../app/announce.tsx';
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
import { IconButton } from '../../design/IconButton.tsx';
import { Row, Rows } from '../../design/Rows.tsx';
import { Skeleton } from '../../design/Skeleton.tsx';
import { Switch } from '../../design/Switch.tsx';
import { Group } from '../settings/Setting.tsx';
import { ruleInWords } from './rule-words.ts';

const words = strings.rules;

const buttonId = (rule: Rule, by: 1 | -1) => `rule-${rule.id}-${by === 1 ? 'down' : 'up'}`;

/** Shows the new rules at once; what could not be kept is taken back. */
async function change(rules: Rule[], keep: () => Promise<unknown>): Promise<void> {
  queryClient.setQueryData(keys.rules, rules);
  try {
    await keep();
  } catch (error) {
    tellError(error);
    await queryClient.invalidateQueries({ queryKey: keys.rules });
  }
}

/** Returns the id of the button that should have the focus then: at the end the one that was pressed is off. */
function reorder(rules: readonly Rule[], rule: Rule, by: 1 | -1): string {
  const at = rules.indexOf(rule);
  const next = rules.toSpliced(at, 1).toSpliced(at + by, 0, rule);
  void change(next, () => engine.rules.order({ ids: next.map(({ id }) => id) }));
  announce(words.moved(rule.name, at + by + 1, next.length));
  const atEnd = at + by === (by === 1 ? next.length - 1 : 0);
  return buttonId(rule, atEnd ? (by === 1 ? -1 : 1) : by);
}

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
  onMove: (rule: Rule, by: 1 | -1) => void;
}

function RuleRow({ rule, rules, accounts, onMove }: RuleRowProps) {
  const at = rules.indexOf(rule);
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
            void change(
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
            <>
              <IconButton
                id={buttonId(rule, -1)}
                label={words.up(rule.name)}
                icon={<ArrowUp aria-hidden />}
                disabled={at === 0}
                onClick={() => onMove(rule, -1)}
              />
              <IconButton
                id={buttonId(rule, 1)}
                label={words.down(rule.name)}
                icon={<ArrowDown aria-hidden />}
                disabled={at === rules.length - 1}
                onClick={() => onMove(rule, 1)}
              />
            </>
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
  const { data: rules, error } = useQuery(rulesQuery());
  const { data: accounts = [] } = useQuery(accountsQuery());
  const showOverlay = useApp((app) => app.showOverlay);
  const focusNext = useRef<string | null>(null);
  // A row that moves in the page loses the focus.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the rules are what was moved
  useLayoutEffect(() => {
    if (focusNext.current) document.getElementById(focusNext.current)?.focus();
    focusNext.current = null;
  }, [rules]);
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
            <RuleRow
              key={rule.id}
              rule={rule}
              rules={rules}
              accounts={accounts}
              onMove={(moved, by) => {
                focusNext.current = reorder(rules, moved, by);
              }}
            />
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
