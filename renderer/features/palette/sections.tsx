import { AtSign, Folder, LayoutTemplate, Search, Tag } from 'lucide-react';
import type { Label } from '#shared/contract/labels.ts';
import type { Template } from '#shared/contract/templates.ts';
import { announce } from '../../app/announce.tsx';
import { type CommandContext, type CommandId, commandContext, shortcutOf } from '../../app/commands.ts';
import { displayAddress } from '../../app/displayAddress.ts';
import { formatShort } from '../../app/format.ts';
import { labelColour } from '../../app/labels.ts';
import { type PlaceRef, useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';
import { showThread } from '../../app/windows.ts';
import { drafting } from '../../app/writing.ts';
import { Avatar } from '../../design/Avatar.tsx';
import { Kbd } from '../../design/Kbd.tsx';
import type { PaletteSection } from './ResultList.tsx';
import { beginsWord, type PaletteThread, type RankedCommand } from './rank.ts';
import type { PalettePerson } from './usePaletteResults.ts';

const words = strings.palette;
const labelsBeside = 3;
const mailboxesBeside = 4;

function Keys({ id }: { id: CommandId }) {
  const keys = shortcutOf(id);
  return keys ? <Kbd keys={keys} /> : null;
}

export type Choose = (run: () => void) => void;

export function commandSection(ranked: RankedCommand[], choose: Choose): PaletteSection {
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

export function labelSection(labels: Iterable<Label>, typed: string, choose: Choose): PaletteSection {
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

/** Mailboxes that are no places of their own, and accounts. */
export function mailboxSection(
  accounts: CommandContext['accounts'],
  typed: string,
  choose: Choose,
): PaletteSection {
  const go = (place: PlaceRef) => () => choose(() => useApp.getState().goTo(place));
  const mailboxes = accounts.flatMap((account) =>
    account.mailboxes
      .filter(({ name, role }) => role === 'none' && beginsWord(name, typed))
      .map(({ id, name, inside }) => ({
        key: `mailbox-${id}`,
        icon: <Folder aria-hidden />,
        text: [...inside, name].join(' / '),
        note: accounts.length > 1 ? account.address : undefined,
        choose: go({ kind: 'mailbox', mailboxId: id, name }),
      })),
  );
  const boxes = accounts
    .filter(({ address, name }) => beginsWord(`${name} ${address}`, typed))
    .map(({ id, address }) => ({
      key: `account-${id}`,
      icon: <AtSign aria-hidden />,
      text: displayAddress(address),
      choose: go({ kind: 'account', accountId: id, name: address }),
    }));
  const rows =
    typed === '' ? [] : [...mailboxes.slice(0, mailboxesBeside), ...boxes.slice(0, mailboxesBeside)];
  return { title: words.mailboxes, rows };
}

/** Templates, where the user writes something. */
export function templateSection(
  templates: readonly Template[],
  typed: string,
  choose: Choose,
): PaletteSection {
  const found = templates.filter(({ name }) => beginsWord(name, typed) || beginsWord(words.template, typed));
  return {
    title: words.templates,
    rows: (typed === '' ? [] : found).map((template) => ({
      key: `template-${template.id}`,
      icon: <LayoutTemplate aria-hidden />,
      text: template.name,
      choose: () => choose(() => drafting()?.insert(template)),
    })),
  };
}

export function peopleSection(people: PalettePerson[], choose: Choose): PaletteSection {
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

export function threadSection(
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

export function searchSection(typed: string, choose: Choose): PaletteSection {
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
