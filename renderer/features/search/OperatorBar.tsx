import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { tooltip } from '../../design/Tooltip.ts';
import { addOperator, OPERATORS, type Operator } from './operators.ts';
import styles from './Search.module.css';

const words = strings.search;

/** Puts an operator into the search field and the caret where its value goes. */
function insert(operator: Operator): void {
  const { searchText, setSearch } = useApp.getState();
  const { query, caret } = addOperator(searchText, operator);
  setSearch(query);
  const field = document.getElementById('search-field');
  if (!(field instanceof HTMLInputElement)) return;
  field.focus();
  requestAnimationFrame(() => field.setSelectionRange(caret, caret));
}

/** The operators as buttons, each with what it narrows down to. */
export function OperatorBar() {
  return (
    <fieldset className={styles.operators} aria-label={words.operators}>
      {OPERATORS.map((operator) => (
        <button
          key={operator}
          type="button"
          className={styles.operator}
          {...tooltip(words.operatorHelp[operator])}
          onClick={() => insert(operator)}
        >
          {operator === '""' ? words.operatorLabel['""'] : operator}
        </button>
      ))}
    </fieldset>
  );
}

/** What every operator does, for when nothing is searched yet. */
export function OperatorHelp() {
  return (
    <dl className={styles.help}>
      {OPERATORS.map((operator) => (
        <div key={operator}>
          <dt>{operator === '""' ? words.operatorLabel['""'] : operator}</dt>
          <dd>{words.operatorHelp[operator]}</dd>
        </div>
      ))}
    </dl>
  );
}
