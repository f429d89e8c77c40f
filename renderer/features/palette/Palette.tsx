import { Command as List } from 'cmdk';
import { Search } from 'lucide-react';
import { type ReactNode, useDeferredValue, useEffect, useRef, useState } from 'react';
import { announce } from '../../app/announce.tsx';
import { commandContext, commands } from '../../app/commands.ts';
import { formatShort } from '../../app/format.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { Avatar } from '../../design/Avatar.tsx';
import { Dialog } from '../../design/Dialog.tsx';
import { Kbd } from '../../design/Kbd.tsx';
import styles from './Palette.module.css';
import { beginsWord, rankCommands, readInput } from './rank.ts';
import { usePaletteResults } from './usePaletteResults.ts';

const words = strings.palette;
/** As many commands as fit beside people and threads. */
const commandsBeside = 6;

function Row({
  value,
  icon,
  text,
  note,
  end,
  unavailable = false,
  onSelect,
}: {
  value: string;
  icon?: ReactNode;
  text: string;
  note?: string;
  end?: ReactNode;
  unavailable?: boolean;
  onSelect: () => void;
}) {
  return (
    <List.Item
      value={value}
      className={styles.row}
      data-unavailable={unavailable ? '' : undefined}
      onSelect={onSelect}
    >
      {icon}
      <span className={styles.text}>{text}</span>
      {note ? <span className={styles.note}>{note}</span> : null}
      <span className={styles.end}>{end}</span>
    </List.Item>
  );
}

/** People, threads and commands in one field; every command is one of the registry. */
export default function Palette() {
  const open = useApp((app) => app.overlay?.kind === 'palette');
  const closeOverlay = useApp((app) => app.closeOverlay);
  const [input, setInput] = useState('');
  const deferred = useDeferredValue(input);
  const { commandsOnly, words: typed } = readInput(deferred);
  const [context] = useState(commandContext);
  const results = usePaletteResults(typed, !commandsOnly && context.accounts.length > 0);
  const after = useRef<(() => void) | null>(null);

  const ranked = rankCommands(commands, context, typed).filter(({ command }) => command.id !== 'palette');
  const people = commandsOnly || typed === '' ? [] : (results.data?.people ?? []);
  const threads = commandsOnly ? [] : (results.data?.threads ?? []);
  const commandsFirst = typed !== '' && ranked[0] !== undefined && beginsWord(ranked[0].command.label, typed);
  const shown = commandsOnly || typed === '' ? ranked : ranked.slice(0, commandsBeside);
  const found = shown.length + people.length + threads.length;
  useEffect(() => {
    if (typed !== '') announce(found > 0 ? words.results(found) : words.none(typed));
  }, [typed, found]);

  /** Runs it once the palette is gone and focus is back where it was. */
  const choose = (run: () => void) => {
    after.current = run;
    closeOverlay();
  };
  const app = useApp.getState();
  const threadGroup = threads.length > 0 && (
    <List.Group heading={typed === '' ? words.recent : words.threads} className={styles.group}>
      {threads.map((thread) => (
        <Row
          key={thread.threadId}
          value={`thread ${thread.threadId}`}
          icon={<Avatar size="small" name={thread.who.name} address={thread.who.address} />}
          text={thread.who.name || thread.who.address}
          note={thread.title}
          end={<time>{formatShort(thread.at)}</time>}
          onSelect={() => choose(() => app.openThread(thread.threadId, thread.messageId))}
        />
      ))}
    </List.Group>
  );
  const commandGroup = shown.length > 0 && (
    <List.Group heading={words.commands} className={styles.group}>
      {shown.map(({ command, enabled }) => (
        <Row
          key={command.id}
          value={`command ${command.id}`}
          text={command.label}
          note={enabled === true ? command.help : enabled}
          unavailable={enabled !== true}
          end={command.shortcuts[0] ? <Kbd keys={command.shortcuts[0]} /> : null}
          onSelect={() => {
            if (enabled === true) choose(() => command.run(commandContext()));
            else announce(words.unavailable(enabled), 'assertive');
          }}
        />
      ))}
    </List.Group>
  );

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
      <List label={words.title} shouldFilter={false} loop className={styles.palette}>
        <div className={styles.field}>
          <Search aria-hidden />
          <List.Input
            className={styles.input}
            value={input}
            onValueChange={setInput}
            placeholder={commandsOnly ? words.placeholderCommands : words.placeholder}
          />
        </div>
        <List.List className={styles.list} label={words.title}>
          {found === 0 && typed !== '' ? <p className={styles.none}>{words.none(typed)}</p> : null}
          {results.error && !commandsOnly ? <p className={styles.none}>{words.failed}</p> : null}
          {commandsFirst ? commandGroup : null}
          {people.length > 0 ? (
            <List.Group heading={words.people} className={styles.group}>
              {people.map((person) => (
                <Row
                  key={`${person.channel} ${person.address}`}
                  value={`person ${person.channel} ${person.address}`}
                  icon={<Avatar size="small" name={person.name} address={person.address} />}
                  text={
                    person.channel === 'sms'
                      ? words.textTo(person.name || person.address)
                      : words.writeTo(person.name || person.address)
                  }
                  {...(person.name ? { note: person.address } : {})}
                  onSelect={() =>
                    choose(() =>
                      app.requestCompose({
                        mode: 'new',
                        channel: person.channel,
                        threadId: null,
                        answers: null,
                        to: [{ name: person.name, address: person.address }],
                      }),
                    )
                  }
                />
              ))}
            </List.Group>
          ) : null}
          {threadGroup}
          {commandsFirst ? null : commandGroup}
          {typed !== '' && !commandsOnly ? (
            <List.Group className={styles.group}>
              <Row
                value="search"
                icon={<Search aria-hidden />}
                text={words.searchFor(typed)}
                onSelect={() => choose(() => app.runSearch(typed))}
              />
            </List.Group>
          ) : null}
        </List.List>
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
      </List>
    </Dialog>
  );
}
