import { ArrowLeft, Clock, Ellipsis, PanelRight, Star } from 'lucide-react';
import type { Thread } from '#shared/contract/threads.ts';
import { type CommandId, commandContext, commandOf, runCommand, shortcutOf } from '../../app/commands.ts';
import { displayAddress } from '../../app/displayAddress.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { narrowWindow, useMedia } from '../../app/useMedia.ts';
import { inInbox } from '../../app/windows.ts';
import { Avatar } from '../../design/Avatar.tsx';
import { IconButton } from '../../design/IconButton.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../design/Menu.tsx';
import { partView } from '../threads/filter.ts';
import { actsOf } from '../threads/placeActs.ts';
import { nameOf, participantsText } from '../threads/rowText.ts';
import { topicCount, topicOf } from './blocks.ts';
import styles from './Conversation.module.css';

const t = strings.conversation;

const inMenu: readonly (CommandId | null)[] = [
  'reply',
  'reply-all',
  'forward',
  'text',
  'own-window',
  null,
  'star',
  'later',
  'remind',
  'pin',
  'mute',
  'label',
  'move',
  'mark-unread',
  'inbox',
  'junk',
  'unsubscribe',
  'make-rule',
  'separate',
  null,
  'print',
  'save-pdf',
  'export-threads',
  null,
  'erase-thread',
];

/** Who or what the thread is about: the person and their addresses, or the subject and the people. */
export function titlesOf(thread: Thread): { title: string; below: string[] } {
  const { person } = thread;
  if (thread.kind === 'person') {
    const first = thread.participants[0];
    const addresses = person
      ? person.identities.map((identity) => displayAddress(identity.value))
      : thread.participants.map((participant) => displayAddress(participant.address));
    const topics = topicCount(thread);
    return {
      title: person?.name || (first ? nameOf(first) : ''),
      below: [...addresses, topics > 0 ? t.topics(topics) : ''].filter(Boolean),
    };
  }
  return {
    title: topicOf(thread.subject) || t.noSubject,
    below: [participantsText(thread), t.messages(thread.messageCount)].filter(Boolean),
  };
}

function MoreMenu() {
  return (
    <Menu
      align="end"
      label={strings.common.more}
      trigger={<IconButton variant="default" label={strings.common.more} icon={<Ellipsis aria-hidden />} />}
    >
      <MenuEntries />
    </Menu>
  );
}

function MenuEntries() {
  const context = commandContext();
  return inMenu.map((id, index) =>
    id ? (
      <MenuItem
        key={id}
        label={commandOf(id).label}
        shortcut={shortcutOf(id)}
        danger={id === 'erase-thread'}
        disabled={commandOf(id).enabledWhen(context) !== true}
        onSelect={() => runCommand(id)}
      />
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the menu's order is fixed
      <MenuSeparator key={index} />
    ),
  );
}

/** The head of the conversation. Where it is narrow, what the menu has too makes room for the title. */
export function ConversationHead({ thread }: { thread: Thread }) {
  const narrow = useMedia(narrowWindow);
  const place = useApp((app) => app.place);
  const { title, below } = titlesOf(thread);
  const first = thread.participants[0] ?? { name: title, address: title };
  return (
    <header className={styles.head}>
      {narrow && inInbox() ? (
        <IconButton
          label={strings.common.back}
          shortcut={shortcutOf('back')}
          icon={<ArrowLeft aria-hidden />}
          onClick={() => runCommand('back')}
        />
      ) : null}
      <span className={styles.avatar}>
        <Avatar name={thread.person?.name || first.name} address={first.address} />
      </span>
      <div className={styles.titles}>
        <h2 className={styles.title} data-selectable="">
          {title}
        </h2>
        <p className={styles.below} title={below.join(' · ')} data-selectable="">
          {below.map((part) => (
            <span key={part} className={styles.part}>
              {part}
            </span>
          ))}
        </p>
      </div>
      <div className={styles.actions} role="toolbar" aria-label={strings.commandGroups.act}>
        <IconButton
          variant="default"
          className={thread.starred ? undefined : styles.roomy}
          label={commandOf('star').label}
          shortcut={shortcutOf('star')}
          icon={<Star aria-hidden className={thread.starred ? styles.starred : undefined} />}
          pressed={thread.starred}
          onClick={() => runCommand('star')}
        />
        {actsOf(place)
          .toReversed()
          .map(({ command, Icon }) => (
            <IconButton
              key={command}
              variant="default"
              label={commandOf(command).label}
              shortcut={shortcutOf(command)}
              icon={<Icon aria-hidden />}
              onClick={() => runCommand(command)}
            />
          ))}
        {partView(place) === undefined ? (
          <IconButton
            variant="default"
            className={styles.roomy}
            label={commandOf('later').label}
            shortcut={shortcutOf('later')}
            icon={<Clock aria-hidden />}
            pressed={thread.laterUntil !== null}
            onClick={() => runCommand('later')}
          />
        ) : null}
        <IconButton
          variant="default"
          className={styles.personButton}
          label={commandOf('person-pane').label}
          shortcut={shortcutOf('person-pane')}
          icon={<PanelRight aria-hidden />}
          onClick={() => runCommand('person-pane')}
        />
        <MoreMenu />
      </div>
    </header>
  );
}
