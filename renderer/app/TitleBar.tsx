import { Menu as MenuIcon, PenLine, Search, X } from 'lucide-react';
import { Button } from '../design/Button.tsx';
import { IconButton } from '../design/IconButton.tsx';
import { Kbd, shortcutText } from '../design/Kbd.tsx';
import { tooltip } from '../design/Tooltip.ts';
import { useSearchAsYouType } from '../features/search/useSearchAsYouType.ts';
import { commandOf, runCommand, shortcutOf } from './commands.ts';
import { listControl } from './listControl.ts';
import { useApp } from './store.ts';
import { strings } from './strings/index.ts';
import styles from './TitleBar.module.css';

function SearchField() {
  const text = useApp((app) => app.searchText);
  const { setSearch, runSearch } = useApp.getState();
  useSearchAsYouType();
  return (
    <search className={styles.search} data-region="search">
      <Search aria-hidden />
      <input
        id="search-field"
        data-region-focus=""
        className={styles.searchInput}
        type="text"
        aria-label={strings.common.searchLabel}
        placeholder={strings.common.search}
        spellCheck={false}
        autoComplete="off"
        value={text}
        onChange={(event) => setSearch(event.target.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Enter') runSearch(text);
          if (event.key === 'ArrowDown') {
            event.preventDefault();
            listControl().focus();
          }
          if (event.key === 'Escape') {
            if (text) runSearch('');
            setSearch('');
            event.currentTarget.blur();
          }
        }}
      />
      {text ? (
        <IconButton
          label={strings.common.clearSearch}
          className={styles.clear}
          icon={<X aria-hidden />}
          onClick={() => {
            setSearch('');
            runSearch('');
          }}
        />
      ) : (
        <span className={styles.hint} aria-hidden="true">
          <Kbd keys={shortcutOf('search') ?? ''} />
        </span>
      )}
    </search>
  );
}

/** The bar at the top: name, search, commands, new message. */
export function TitleBar() {
  return (
    <header className={styles.bar}>
      <IconButton
        className={styles.placesButton}
        label={commandOf('toggle-places').label}
        shortcut={shortcutOf('toggle-places')}
        icon={<MenuIcon aria-hidden />}
        onClick={() => runCommand('toggle-places')}
      />
      <div className={styles.brand}>
        <span className={styles.mark} aria-hidden="true" />
        <h1>{strings.app.name}</h1>
      </div>
      <SearchField />
      <div className={styles.actions}>
        <Button
          {...tooltip(commandOf('palette').label, shortcutOf('palette'))}
          // What is written keeps the focus: its commands and templates are in there.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => runCommand('palette')}
        >
          <span className="visually-hidden">{commandOf('palette').label}</span>
          {shortcutText(shortcutOf('palette') ?? '') || commandOf('palette').label}
        </Button>
        <Button
          {...tooltip(commandOf('compose').help, shortcutOf('compose'))}
          variant="primary"
          className={styles.newMessage}
          icon={<PenLine aria-hidden />}
          onClick={() => runCommand('compose')}
        >
          <span className={styles.newMessageText}>{strings.common.newMessage}</span>
        </Button>
      </div>
    </header>
  );
}
