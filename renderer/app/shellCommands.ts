import { useEffect } from 'react';
import { bridge } from './bridge.ts';
import { runCommand } from './commands.ts';
import { useApp } from './store.ts';

/** Does what the menu, a notification or another start of the program asks of the window. */
export function useShellCommands(): void {
  useEffect(
    () =>
      bridge()?.onCommand((asked) => {
        const app = useApp.getState();
        if (asked.command === 'open-thread') app.openThread(asked.threadId);
        else if (asked.command === 'settings') runCommand('go-settings');
        else runCommand(asked.command);
      }),
    [],
  );
}
