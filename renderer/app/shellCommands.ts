import { useEffect, useRef } from 'react';
import type { Account } from '#shared/contract/accounts.ts';
import type { ShellCommand } from '#shared/contract/bridge.ts';
import { openSettings, SECTIONS } from '../features/settings/open-settings.ts';
import { tellBriefly, tellError } from './acts.ts';
import { bridge } from './bridge.ts';
import { type CommandId, commands, runCommand } from './commands.ts';
import { engine } from './engine.ts';
import { accountsQuery, inbox, threadsQuery } from './queries.ts';
import { queryClient } from './queryClient.ts';
import { useApp } from './store.ts';
import { strings } from './strings/index.ts';

/** Whether there is an account that mail is sent from. */
export function canWriteMail(accounts: readonly Account[]): boolean {
  return accounts.some(({ channel, provider }) => channel === 'mail' && provider !== 'local');
}

/** A link may be what Skein was started with: nothing is known of the accounts yet, and there may be none. */
async function composeTo({ channel, mail }: ComposeTo) {
  const { to, ...filled } = mail;
  const accounts = await queryClient.fetchQuery(accountsQuery());
  const app = useApp.getState();
  if (channel === 'sms' || canWriteMail(accounts))
    app.requestCompose({ mode: 'new', channel, threadId: null, answers: null, to, filled });
  else app.toast({ text: strings.reasons.linkNeedsMailAccount });
}

function composeInInbox(asked: ComposeTo): void {
  composeTo(asked).catch(tellError);
}

/** Shows a thread that a notification told of, from wherever the window is, and wherever the thread went since. */
async function openThread(threadId: string): Promise<void> {
  const first = await queryClient.fetchQuery(threadsQuery(inbox, 0));
  const inInbox = first.rows.some(({ id }) => id === threadId);
  const app = useApp.getState();
  if (!inInbox && !(await engine.threads.get({ id: threadId, limit: 1 }))) {
    app.toast({ text: strings.windows.threadGone });
    return;
  }
  app.closeOverlay();
  const view = inInbox ? 'inbox' : 'all';
  if (app.place.kind !== 'view' || app.place.view !== view) app.goTo({ kind: 'view', view });
  app.openThread(threadId);
}

function showSettings(section: string | undefined): void {
  const known = SECTIONS.find((one) => one === section);
  if (known) openSettings(known);
  else runCommand('go-settings');
}

/** Runs a command, and says why when it cannot run. */
function run(id: CommandId): void {
  const done = runCommand(id);
  if (done !== true) tellBriefly(done);
}

function runNamed(id: string): void {
  const known = commands.find((command) => command.id === id);
  if (known) run(known.id);
}

type ComposeTo = Extract<ShellCommand, { command: 'compose-to' }>;

/**
 * Does what the menu, a notification, another window or another start of the program asks of the window. `compose`: what
 * a window does about a message to write, when it has a way of its own; always the same function.
 */
export function useShellCommands(compose: (asked: ComposeTo) => void = composeInInbox): void {
  const begin = useRef(compose);
  useEffect(
    () =>
      bridge()?.onCommand((asked) => {
        if (asked.command === 'open-thread') openThread(asked.threadId).catch(tellError);
        else if (asked.command === 'settings') showSettings(asked.section);
        else if (asked.command === 'compose-to') begin.current(asked);
        else if (asked.command === 'notice') useApp.getState().toast(asked.notice);
        else if (asked.command === 'run') runNamed(asked.id);
        else run(asked.command === 'open-own-window' ? 'own-window' : asked.command);
      }),
    [],
  );
}
