/**
 * The one registry of commands. The palette, the `?` sheet, tooltips, menus and the keyboard read it;
 * a command that is not here does not exist.
 */

import type { Account } from '#shared/contract/accounts.ts';
import type { InvitationAnswer } from '#shared/contract/calendar.ts';
import type { PlaceCounts } from '#shared/contract/places.ts';
import type { Sections } from '#shared/contract/sections.ts';
import { printMessages, savePdf } from '../features/conversation/message-acts.ts';
import {
  askNewMailbox,
  askRemoval,
  askRename,
  canHaveMailboxes,
  isChangeable,
} from '../features/mailboxes/mailbox-acts.ts';
import { openSettings } from '../features/settings/open-settings.ts';
import { partView } from '../features/threads/filter.ts';
import { actOnThreads, tellBriefly, tellError, undoLast } from './acts.ts';
import { askWhen } from './askWhen.ts';
import { cachedRow, cachedThread } from './cachedThreads.ts';
import {
  type Command,
  type CommandContext,
  type CommandId,
  command,
  needsAccount,
  needsTarget,
  needsThread,
} from './command.ts';
import { engine } from './engine.ts';
import { answerInvitation, openInvitation } from './invitation.ts';
import { keysOf } from './keymap.ts';
import type { ThreadAct } from './leaving.ts';
import { listControl } from './listControl.ts';
import { focusMessage } from './messageFocus.ts';
import { queryClient } from './queryClient.ts';
import { keys } from './queryKeys.ts';
import { focusRegion } from './regions.ts';
import { partsOf, showSection } from './sections.ts';
import { changeSettings, knownSettings } from './settings.ts';
import { type PlaceRef, useApp } from './store.ts';
import { strings } from './strings/index.ts';
import { isUndoable } from './undoable.ts';
import { mediumWindow } from './useMedia.ts';
import { cachedWayOff } from './wayOff.ts';
import { inInbox, leaveWindow, openWindow } from './windows.ts';
import { writeCommands } from './writeCommands.ts';
import { drafting, writing } from './writing.ts';

export type { Command, CommandContext, CommandGroup, CommandId } from './command.ts';

/** The context of this moment. */
export function commandContext(): CommandContext {
  const app = useApp.getState();
  const single = app.threadId ?? app.cursorId;
  const targets = app.checked.size > 0 ? [...app.checked] : single ? [single] : [];
  const accounts = queryClient.getQueryData<Account[]>(keys.accounts) ?? [];
  return { app, targets, thread: cachedThread(app.threadId), accounts, drafting: drafting() };
}

/** As many windows as one keystroke opens at most. */
const MOST_WINDOWS = 10;

const needsList = (c: CommandContext) =>
  ['view', 'mailbox', 'account', 'label'].includes(c.app.place.kind) ? true : strings.reasons.notHere;

/** Threads that are thrown away or junk have no place in the inbox to be kept out of, or to come back to. */
const needsLiving = (c: CommandContext) =>
  partView(c.app.place) === undefined ? needsTarget(c) : strings.reasons.notHere;

/** The mailbox that is shown, where it is the user's to change. */
function ownMailbox({ app, accounts }: CommandContext): string | null {
  const id = app.place.kind === 'mailbox' ? app.place.mailboxId : null;
  const isOwn = (account: Account) =>
    account.mailboxes.some((mailbox) => mailbox.id === id && isChangeable(account, mailbox));
  return accounts.some(isOwn) ? id : null;
}

function onMailbox(context: CommandContext, act: (id: string) => void): void {
  const id = ownMailbox(context);
  if (id) act(id);
}

/** Erasing what lies in a place makes sense where something does. */
function needsContent(place: 'trash' | 'junk'): () => true | string {
  return () => {
    const counts = queryClient.getQueryData<PlaceCounts>(keys.counts);
    return counts && counts[place] === 0 ? strings.reasons.placeEmpty : true;
  };
}

/** Only the inbox is split, and only where the user did that. */
function needsSections({ app }: CommandContext): true | string {
  if (app.place.kind !== 'view' || app.place.view !== 'inbox') return strings.reasons.notHere;
  const parts = partsOf(queryClient.getQueryData<Sections>(keys.sections));
  return parts.length > 0 ? true : strings.sections.noSections;
}

function go(id: CommandId, shortcuts: string[], place: PlaceRef): Command {
  return command('go', id, shortcuts, { where: 'inbox', run: ({ app }) => app.goTo(place) });
}

/** The others have commands of their own names. */
type NamedSection = 'accounts' | 'appearance' | 'writing' | 'notifications' | 'keyboard' | 'privacy';

function settings(section: NamedSection): Command {
  return command('app', `settings-${section}`, [], { where: 'inbox', run: () => openSettings(section) });
}

function act(id: CommandId, shortcuts: string[], what: ThreadAct): Command {
  return command('act', id, shortcuts, {
    enabledWhen: needsTarget,
    run: ({ targets }) => void actOnThreads(targets, what),
  });
}

function answerCommand(id: CommandId, status: InvitationAnswer): Command {
  return command('act', id, [], {
    enabledWhen: ({ thread }) => (openInvitation(thread) ? true : strings.reasons.noInvitation),
    run: ({ thread }) => {
      const mail = openInvitation(thread);
      if (mail) void answerInvitation(mail.id, status);
    },
  });
}

export const commands: readonly Command[] = [
  go('go-inbox', ['g i'], { kind: 'view', view: 'inbox' }),
  go('go-later', ['g h'], { kind: 'view', view: 'later' }),
  go('go-starred', ['g l'], { kind: 'view', view: 'starred' }),
  go('go-drafts', ['g d'], { kind: 'drafts' }),
  go('go-outbox', ['g o'], { kind: 'outbox' }),
  go('go-sent', ['g s'], { kind: 'view', view: 'sent' }),
  go('go-archive', ['g a'], { kind: 'view', view: 'archive' }),
  go('go-junk', ['g j'], { kind: 'view', view: 'junk' }),
  go('go-trash', ['g t'], { kind: 'view', view: 'trash' }),
  go('go-settings', ['Mod+,'], { kind: 'settings' }),
  go('go-activity', ['g y'], { kind: 'activity' }),

  command('move', 'next', ['j'], { where: 'list', run: () => listControl().move(1) }),
  command('move', 'previous', ['k'], { where: 'list', run: () => listControl().move(-1) }),
  command('move', 'open', ['Enter', 'o'], { where: 'list', run: () => listControl().open() }),
  command('move', 'back', ['u', 'Escape'], {
    run: ({ app }) => {
      if (!inInbox()) {
        void leaveWindow(false);
        return;
      }
      if (app.newDraft || app.compose) app.closeCompose();
      else if (app.threadId && app.narrowPane === 'conversation') app.set({ narrowPane: 'list' });
      else if (app.checked.size > 0) app.clearChecked();
      else if (app.threadId) app.openThread(null);
      listControl().focus();
    },
  }),
  command('move', 'next-section', [']'], {
    where: 'list',
    enabledWhen: needsSections,
    run: () => void showSection(1),
  }),
  command('move', 'previous-section', ['['], {
    where: 'list',
    enabledWhen: needsSections,
    run: () => void showSection(-1),
  }),
  command('move', 'next-message', ['n'], { enabledWhen: needsThread, run: () => focusMessage(1) }),
  command('move', 'previous-message', ['Shift+n'], {
    enabledWhen: needsThread,
    run: () => focusMessage(-1),
  }),
  command('move', 'unfold-all', [';'], {
    enabledWhen: needsThread,
    run: ({ app }) => app.set({ allOpen: { value: true } }),
  }),
  command('move', 'fold-all', [':'], {
    enabledWhen: needsThread,
    run: ({ app }) => app.set({ allOpen: { value: false } }),
  }),
  command('move', 'next-region', ['F6'], { run: () => focusRegion(1) }),
  command('move', 'previous-region', ['Shift+F6'], { run: () => focusRegion(-1) }),

  act('archive', ['e'], 'archive'),
  act('inbox', ['Shift+e'], 'inbox'),
  command('act', 'later', ['h'], {
    enabledWhen: needsLiving,
    run: ({ targets }) => askWhen('later', targets),
  }),
  command('act', 'mute', ['m'], {
    enabledWhen: needsLiving,
    run: ({ targets }) => {
      const all = targets.every((id) => cachedRow(id)?.muted);
      void actOnThreads(targets, all ? 'unmute' : 'mute');
    },
  }),
  command('act', 'pin', ['p'], {
    enabledWhen: needsLiving,
    run: ({ targets }) => {
      const all = targets.every((id) => cachedRow(id)?.pinned);
      void actOnThreads(targets, all ? 'unpin' : 'pin');
    },
  }),
  command('act', 'remind', ['Shift+h'], {
    enabledWhen: (c) => {
      const sent = !c.thread || c.thread.items.some((item) => item.fromMe);
      return sent ? needsLiving(c) : strings.reasons.notSent;
    },
    run: ({ targets }) => askWhen('remind', targets),
  }),
  act('trash', ['#', 'Delete'], 'trash'),
  act('junk', ['!'], 'junk'),
  command('act', 'star', ['s'], {
    enabledWhen: needsTarget,
    run: ({ targets }) => {
      const all = targets.every((id) => cachedRow(id)?.starred);
      void actOnThreads(targets, all ? 'unstar' : 'star');
    },
  }),
  act('mark-read', ['Shift+i'], 'read'),
  act('mark-unread', ['Shift+u'], 'unread'),
  command('act', 'move', ['v'], {
    enabledWhen: needsTarget,
    run: ({ app, targets }) => app.showOverlay({ kind: 'move', threadIds: targets }),
  }),
  command('act', 'label', ['l'], {
    enabledWhen: needsLiving,
    run: ({ app, targets }) => app.showOverlay({ kind: 'label', threadIds: targets }),
  }),
  command('act', 'select', ['x'], {
    where: 'list',
    enabledWhen: ({ app }) => (app.cursorId ? true : strings.reasons.noThread),
    run: ({ app }) => app.cursorId && app.toggleChecked(app.cursorId),
  }),
  command('act', 'select-down', ['Shift+j', 'Shift+ArrowDown'], {
    where: 'list',
    enabledWhen: needsList,
    run: () => listControl().extend(1),
  }),
  command('act', 'select-up', ['Shift+k', 'Shift+ArrowUp'], {
    where: 'list',
    enabledWhen: needsList,
    run: () => listControl().extend(-1),
  }),
  command('act', 'select-all', ['* a', 'Mod+a'], {
    where: 'list',
    enabledWhen: needsList,
    run: () => listControl().selectAll(),
  }),
  command('act', 'select-none', ['* n'], {
    where: 'list',
    enabledWhen: ({ app }) => (app.checked.size > 0 ? true : strings.reasons.noSelection),
    run: ({ app }) => app.clearChecked(),
  }),
  command('act', 'unsubscribe', [], {
    enabledWhen: ({ thread }) => (cachedWayOff(thread) ? true : strings.reasons.noWayOff),
    run: ({ app, thread }) => {
      const wayOff = cachedWayOff(thread);
      if (wayOff) app.showOverlay({ kind: 'unsubscribe', wayOff });
    },
  }),
  answerCommand('accept', 'accepted'),
  answerCommand('maybe', 'tentative'),
  answerCommand('decline', 'declined'),
  command('act', 'make-rule', [], {
    enabledWhen: ({ targets: [id] }) =>
      !id
        ? strings.reasons.noThread
        : cachedRow(id)?.channels.includes('mail') === false
          ? strings.reasons.noMail
          : true,
    run: ({ app, targets: [id] }) => id && app.showOverlay({ kind: 'rule', ruleId: null, threadId: id }),
  }),
  command('act', 'separate', [], {
    enabledWhen: ({ thread }) =>
      thread && thread.kind === 'person' && thread.channels.length > 1 ? true : strings.reasons.notJoined,
    run: ({ app }) => {
      if (!app.threadId) return;
      engine.threads
        .separate({ id: app.threadId })
        .then(({ actionId, title }) => app.toast({ text: title, undoActionId: actionId }))
        .catch(tellError);
    },
  }),
  command('act', 'erase-thread', [], {
    enabledWhen: needsThread,
    run: ({ app }) =>
      app.threadId && app.showOverlay({ kind: 'erase', scope: { kind: 'thread', id: app.threadId } }),
  }),
  command('act', 'print', ['Mod+p'], {
    enabledWhen: needsThread,
    run: ({ app }) => app.threadId && void printMessages({ kind: 'thread', id: app.threadId }),
  }),
  command('act', 'save-pdf', [], {
    enabledWhen: needsThread,
    run: ({ app }) => app.threadId && void savePdf({ kind: 'thread', id: app.threadId }),
  }),
  command('act', 'export-threads', [], {
    enabledWhen: needsTarget,
    run: ({ app, targets }) => app.showOverlay({ kind: 'export', threadIds: targets, place: null }),
  }),
  command('act', 'undo', ['z', 'Mod+z'], {
    enabledWhen: () => (isUndoable() ? true : strings.reasons.noUndo),
    run: () => void undoLast(),
  }),

  ...writeCommands,

  command('app', 'own-window', ['Shift+o', 'Mod+Shift+o'], {
    enabledWhen: (c) => {
      if (!inInbox() && writing() === null) return strings.windows.alreadyOwn;
      if (c.targets.length > MOST_WINDOWS) return strings.windows.tooMany;
      return writing() ? true : needsTarget(c);
    },
    run: ({ app, targets }) => {
      const composer = writing();
      if (composer) {
        composer.moveOut();
        return;
      }
      const view = partView(app.place) ?? null;
      for (const threadId of targets) openWindow({ kind: 'thread', threadId, view });
    },
  }),
  command('app', 'new-window', ['Mod+Shift+n'], { run: () => openWindow({ kind: 'main' }) }),
  command('app', 'search', ['/', 'Mod+f'], {
    where: 'inbox',
    run: () => document.getElementById('search-field')?.focus(),
  }),
  command('app', 'palette', ['Mod+k'], { run: ({ app }) => app.showOverlay({ kind: 'palette' }) }),
  command('app', 'shortcuts', ['?'], { run: ({ app }) => app.showOverlay({ kind: 'shortcuts' }) }),
  command('app', 'person-pane', ['i'], {
    enabledWhen: needsThread,
    run: ({ app }) => {
      if (window.matchMedia(mediumWindow).matches) {
        app.set({ personSheet: !app.personSheet });
        return;
      }
      void changeSettings({ personPane: !(knownSettings()?.personPane ?? true) });
    },
  }),
  command('app', 'toggle-places', ['Mod+\\'], {
    where: 'list',
    run: ({ app }) =>
      window.matchMedia(mediumWindow).matches
        ? app.set({ placesOpen: !app.placesOpen })
        : void changeSettings({ placesCollapsed: !knownSettings()?.placesCollapsed }),
  }),
  command('app', 'sync-now', ['F5'], {
    enabledWhen: needsAccount,
    run: () => {
      engine.accounts
        .syncNow({ id: null })
        .then(() => tellBriefly(strings.acts.syncing))
        .catch(tellError);
    },
  }),
  command('app', 'new-mailbox', [], {
    where: 'list',
    enabledWhen: ({ accounts }) => (accounts.some(canHaveMailboxes) ? true : strings.reasons.noMailAccount),
    run: () => askNewMailbox(),
  }),
  command('app', 'rename-mailbox', [], {
    where: 'list',
    enabledWhen: (c) => (ownMailbox(c) ? true : strings.reasons.noMailbox),
    run: (c) => onMailbox(c, askRename),
  }),
  command('app', 'delete-mailbox', [], {
    where: 'list',
    enabledWhen: (c) => (ownMailbox(c) ? true : strings.reasons.noMailbox),
    run: (c) => onMailbox(c, askRemoval),
  }),
  command('app', 'labels', [], { where: 'inbox', run: () => openSettings('labels') }),
  command('app', 'sections', [], { where: 'inbox', run: () => openSettings('split') }),
  command('app', 'rules', [], { where: 'inbox', run: () => openSettings('rules') }),
  settings('accounts'),
  settings('appearance'),
  settings('writing'),
  settings('notifications'),
  settings('keyboard'),
  settings('privacy'),
  command('app', 'import-mail', [], { where: 'inbox', run: () => openSettings('transfers') }),
  command('app', 'export-mail', [], {
    enabledWhen: needsAccount,
    run: ({ app }) => app.showOverlay({ kind: 'export', threadIds: [], place: app.place }),
  }),
  command('app', 'empty-trash', [], {
    enabledWhen: needsContent('trash'),
    run: ({ app }) => app.showOverlay({ kind: 'erase', scope: { kind: 'trash' } }),
  }),
  command('app', 'empty-junk', [], {
    enabledWhen: needsContent('junk'),
    run: ({ app }) => app.showOverlay({ kind: 'erase', scope: { kind: 'junk' } }),
  }),
  command('app', 'erase-everything', [], {
    run: ({ app }) => app.showOverlay({ kind: 'erase', scope: { kind: 'everything' } }),
  }),
];

/** What can be done in this window at all. */
export function commandsHere(): readonly Command[] {
  return inInbox() ? commands : commands.filter(({ where }) => where !== 'list');
}

const byId = new Map(commands.map((entry) => [entry.id, entry]));

/** The command of this id. */
export function commandOf(id: CommandId): Command {
  const found = byId.get(id);
  if (!found) throw new Error(`no command ${id}`);
  return found;
}

/** The keys of a command as the user has set them. */
export function shortcutsOf(id: CommandId): readonly string[] {
  return keysOf(commandOf(id), knownSettings()?.shortcuts ?? {});
}

/** The keys to show beside a command, or undefined where it has none. */
export function shortcutOf(id: CommandId): string | undefined {
  return shortcutsOf(id)[0];
}

/** Runs a command if it can run now; otherwise says nothing and returns why not. */
export function runCommand(id: CommandId): true | string {
  const context = commandContext();
  const entry = commandOf(id);
  if (entry.where === 'list' && !inInbox()) return strings.reasons.notHere;
  const enabled = entry.enabledWhen(context);
  if (enabled === true) entry.run(context);
  return enabled;
}
