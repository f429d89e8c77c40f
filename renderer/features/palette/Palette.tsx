import { useQuery } from '@tanstack/react-query';
import { Search, Tag } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import type { Label } from '#shared/contract/labels.ts';
import { announce } from '../../app/announce.tsx';
import {
  type CommandContext,
  type CommandId,
  commandContext,
  commandsHere,
  shortcutOf,
} from '../../app/commands.ts';
import { displayAddress } from '../../app/displayAddress.ts';
import { formatShort } from '../../app/format.ts';
import { labelColour, useLabels } from '../../app/labels.ts';
import { countsQuery } from '../../app/queries.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { inInbox, showThread } from '../../app/windows.ts';
import { Avatar } from '../../design/Avatar.tsx';
import { Dialog } from '../../design/Dialog.tsx';
import { Kbd } from '../../design/Kbd.tsx';
import styles from './Palette.module.css';
import { type PaletteSection, ResultList, resultId } from './ResultList.tsx';
import { beginsWord, type PaletteThread, type RankedCommand, rankCommands, readInput } from './rank.ts';
import { type PalettePerson, usePaletteResults } from './usePaletteResults.ts';

const words = strings.palette;
/** As many commands as fit beside people and threads. */
const commandsBeside = 6;
const labelsBeside = 3;
const pageRows = 8;

function Keys({ id }: { id: CommandId }) {
  const keys = shortcutOf(id);
  return keys ? <Kbd keys={keys} /> : null;
}

type Choose = (run: () => void) => void;

function commandSection(ranked: RankedCommand[], choose: Choose): PaletteSection {
  return {
    title: words.commands,
    rows: ranked.map(({ command, enabled }) => ({
      key: `command-${command.id}`,
      text: command.label,
      note: enabled === true ? command.help : enabled,
      unavailable: enabled !== true,
      end: <Keys id={command.id} />,
      choose: () => {
        if (enabled === true) choose(() => command.run(commandContext()));
        else announce(words.unavailable(enabled), 'assertive');
      },
    })),
  };
}

function labelSection(labels: Iterable<Label>, typed: string, choose: Choose): PaletteSection {
  const found = [...labels]
    .filter(({ name }) => typed !== '' && beginsWord(name, typed))
    .slice(0, labelsBeside);
  return {
    title: strings.labels.title,
    rows: found.map((label) => ({
      key: `label-${label.id}`,
      icon: <Tag aria-hidden style={{ color: labelColour(label) }} />,
      text: label.name,
      choose: () =>
        choose(() => useApp.getState().goTo({ kind: 'label', labelId: label.id, name: label.name })),
    })),
  };
}

function peopleSection(people: PalettePerson[], choose: Choose): PaletteSection {
  return {
    title: words.people,
    rows: people.map(({ channel, name, address }) => ({
      key: `person-${channel}-${address}`,
      icon: <Avatar size="small" name={name} address={address} />,
      text: (channel === 'sms' ? words.textTo : words.writeTo)(name || displayAddress(address)),
      note: name ? displayAddress(address) : undefined,
      choose: () =>
        choose(() =>
          useApp.getState().requestCompose({
            mode: 'new',
            channel,
            threadId: null,
            answers: null,
            to: [{ name, address }],
          }),
        ),
    })),
  };
}

function threadSection(
  title: string,
  threads: PaletteThread[],
  accounts: CommandContext['accounts'],
  choose: Choose,
): PaletteSection {
  const mine = (address: string) => accounts.some((account) => account.address === address);
  return {
    title,
    rows: threads.map((thread) => ({
      key: `thread-${thread.threadId}`,
      icon: <Avatar size="small" name={thread.who.name} address={thread.who.address} />,
      text: mine(thread.who.address)
        ? strings.list.you
        : thread.who.name || displayAddress(thread.who.address),
      note: thread.title,
      end: <time>{formatShort(thread.at)}</time>,
      choose: () => choose(() => showThread(thread.threadId, thread.messageId)),
    })),
  };
}

function searchSection(typed: string, choose: Choose): PaletteSection {
  return {
    title: null,
    rows: [
      {
        key: 'search',
        icon: <Search aria-hidden />,
        text: words.searchFor(typed),
        choose: () => choose(() => useApp.getState().runSearch(typed)),
      },
    ],
  };
}

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
  const named = typed !== '' && ranked[0] !== undefined && beginsWord(ranked[0].command.label, typed);
  const others = commandsOnly
    ? []
    : [
        labelSection(labels.values(), typed, choose),
        peopleSection(typed === '' ? [] : (results.data?.people ?? []), choose),
        threadSection(
          typed === '' ? words.recent : words.threads,
          results.data?.threads ?? [],
          context.accounts,
          choose,
        ),
      ];
  const sections = (named ? [matching, ...others] : [...others, matching]).filter(
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
