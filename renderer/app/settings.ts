import type { Settings } from '#shared/contract/settings.ts';
import { toErrorInfo } from './errors.ts';
import { queryClient } from './queryClient.ts';
import { keys } from './queryKeys.ts';
import { keepSettings } from './settingChanges.ts';
import { useApp } from './store.ts';
import { strings } from './strings/index.ts';

/** The settings as far as they are known to the window. */
export function knownSettings(): Settings | undefined {
  return queryClient.getQueryData<Settings>(keys.settings);
}

/** Changes some settings: at once on screen, and back again with a notice when they cannot be saved. */
export async function changeSettings(part: Partial<Settings>): Promise<void> {
  try {
    await keepSettings(queryClient, part);
  } catch (thrown) {
    const info = toErrorInfo(thrown);
    useApp.getState().toast({ text: strings.settings.notSaved, tone: 'danger', error: info });
  }
}
