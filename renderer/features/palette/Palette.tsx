import { useQuery } from '@tanstack/react-query';
import { Search } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { announce } from '../../app/announce.tsx';
import { commandContext, commandsHere } from '../../app/commands.ts';
import { useLabels } from '../../app/labels.ts';
import { countsQuery, templatesQuery } from '../../app/queries.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { inInbox } from '../../app/windows.ts';
import { Dialog } from '../../design/Dialog.tsx';
import { Kbd } from '../../design/Kbd.tsx';
import styles from './Palette.module.css';
import { ResultList, resultId } from './ResultList.tsx';
import { isNamed, rankCommands, readInput } from './rank.ts';
import {
  type Choose,
  commandSection,
  labelSection,
  mailboxSection,
  peopleSection,
  searchSection,
  templateSection,
  threadSection,
} from './sections.tsx';
import { usePaletteResults } from './usePaletteResults.ts';

const words = strings.palette;
/** As many commands as fit beside people and threads. */
const commandsBeside = 6;
const pageRows = 8;

/** People, threads and commands in one field; every command is one of the registry. */
export default function Palette() {
  const open = useApp((app) => app.overlay?.kind === 'palette');
  const closeOverlay = useApp((app) => app.closeOverlay);
  const [input, setInput] = useState('');
  const [activeKey, setActiveKey] = useState<string | null>(null);
  // Not deferred: Enter right after the last letter must find what was typed, not what stood there before.
  const { commandsOnly, words: typed } = readInput(input);
  const [context] = useState(commandContext);
  const labels = useLabels();
  const templates = useQuery(templatesQuery()).data ?? [];
  // What lies in the trash may be told only now, and decides whether it can be emptied.
  useQuery({ ...countsQuery(), notifyOnChangeProps: ['data'] });
  const results = usePaletteResults(typed, !commandsOnly && context.accounts.length > 0);
  const after = useRef<(() => void) | null>(null);
  const listId = useId();

  /** Runs it once the palette is gone and focus is back where it was. */
  const choose: Choose = (run) => {
    after.current = run;
    closeOverlay();
  };
  const ranked = rankCommands(commandsHere(), context, typed).filter(
    ({ command }) => command.id !== 'palette',
  );
  const alone = commandsOnly || typed === '';
  const matching = commandSection(alone ? ranked : ranked.slice(0, commandsBeside), choose);
  const named = typed !== '' && ranked[0] !== undefined && isNamed(ranked[0].command, typed);
  const others = commandsOnly
    ? []
    : [
        labelSection(labels.values(), typed, choose),
        mailboxSection(inInbox() ? context.accounts : [], typed, choose),
        peopleSection(typed === '' ? [] : (results.data?.people ?? []), choose),
        threadSection(
          typed === '' ? words.recent : words.threads,
          results.data?.threads ?? [],
          context.accounts,
          choose,
        ),
      ];
  // What is written comes before everything else.
  const own = templateSection(context.drafting && !commandsOnly ? templates : [], typed, choose);
  const sections = [own, ...(named ? [matching, ...others] : [...others, matching])].filter(
    (section) => section.rows.length > 0,
  );
  const found = sections.reduce((sum, section) => sum + section.rows.length, 0);
  if (typed !== '' && !commandsOnly && inInbox()) sections.push(searchSection(typed, choose));
  const rows = sections.flatMap((section) => section.rows);
  const at = Math.max(
    0,
    rows.findIndex((row) => row.key === activeKey),
  );
  const active = rows[at] ?? null;

  useEffect(() => {
    if (typed !== '') announce(found > 0 ? words.results(found) : words.none(typed));
  }, [typed, found]);

  const moves: Partial<Record<string, number>> = {
    ArrowDown: at === rows.length - 1 ? 0 : at + 1,
    ArrowUp: at === 0 ? rows.length - 1 : at - 1,
    PageDown: Math.min(rows.length - 1, at + pageRows),
    PageUp: Math.max(0, at - pageRows),
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const to = moves[event.key];
    if (to !== undefined) setActiveKey(rows[to]?.key ?? null);
    else if (event.key === 'Enter') active?.choose();
    else return;
    event.preventDefault();
  };

  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (!next) closeOverlay();
      }}
      title={words.title}
      top
      bare
      wide
      onCloseAutoFocus={() => {
        // The event comes before focus goes back; what was chosen may move it again.
        if (after.current) setTimeout(after.current);
      }}
    >
      <div className={styles.palette}>
        <div className={styles.field}>
          <Search aria-hidden />
          <input
            className={styles.input}
            type="text"
            role="combobox"
            aria-label={words.title}
            aria-expanded="true"
            aria-controls={listId}
            aria-autocomplete="list"
            aria-activedescendant={active ? resultId(active) : undefined}
            autoComplete="off"
            spellCheck={false}
            placeholder={words.placeholder}
            value={input}
            onChange={(event) => {
              setInput(event.target.value);
              setActiveKey(null);
            }}
            onKeyDown={onKeyDown}
          />
        </div>
        {found === 0 && typed !== '' ? <p className={styles.none}>{words.none(typed)}</p> : null}
        {results.error && !commandsOnly ? <p className={styles.none}>{words.failed}</p> : null}
        <ResultList
          id={listId}
          label={words.title}
          sections={sections}
          active={active}
          onActive={(row) => setActiveKey(row.key)}
        />
        <div className={styles.foot} aria-hidden="true">
          <span>
            <Kbd keys="↑ ↓" /> {words.move}
          </span>
          <span>
            <Kbd keys="Enter" /> {words.choose}
          </span>
          <span>
            <Kbd keys=">" /> {words.hint}
          </span>
          <span>
            <Kbd keys="Escape" /> {words.close}
          </span>
        </div>
      </div>
    </Dialog>
  );
}
