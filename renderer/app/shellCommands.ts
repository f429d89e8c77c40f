import { useEffect } from 'react';
import type { ShellCommand } from '#shared/contract/bridge.ts';
import { tellError } from './acts.ts';
import { bridge } from './bridge.ts';
import { runCommand } from './commands.ts';
import { accountsQuery } from './queries.ts';
import { queryClient } from './queryClient.ts';
import { useApp } from './store.ts';
import { strings } from './strings/index.ts';

/** A link may be what Skein was started with: nothing is known of the accounts yet, and there may be none. */
async function composeTo({ to, ...filled }: Extract<ShellCommand, { command: 'compose-to' }>['mail']) {
  const accounts = await queryClient.fetchQuery(accountsQuery());
  const app = useApp.getState();
  if (accounts.some(({ channel, provider }) => channel === 'mail' && provider !== 'local'))
    app.requestCompose({ mode: 'new', channel: 'mail', threadId: null, answers: null, to, filled });
  else app.toast({ text: strings.reasons.linkNeedsMailAccount });
}

/** Does what the menu, a notification or another start of the program asks of the window. */
export function useShellCommands(): void {
  useEffect(
    () =>
      bridge()?.onCommand((asked) => {
        const app = useApp.getState();
        if (asked.command === 'open-thread') app.openThread(asked.threadId);
        else if (asked.command === 'settings') runCommand('go-settings');
        else if (asked.command === 'compose-to') composeTo(asked.mail).catch(tellError);
        else runCommand(asked.command);
      }),
    [],
  );
}
