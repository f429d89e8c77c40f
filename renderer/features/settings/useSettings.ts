import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { Settings } from '#shared/contract/model.ts';
import { engine } from '../../app/engine.ts';
import { toErrorInfo } from '../../app/errors.ts';
import { keys, settingsQuery } from '../../app/queries.ts';
import { useApp } from '../../app/store.ts';
import { strings } from '../../app/strings/index.ts';

/** The settings and the way to change some; a change shows at once and is taken back when it cannot be saved. */
export function useSettings() {
  const client = useQueryClient();
  const { data: settings, error } = useQuery(settingsQuery());
  const change = useCallback(
    async (part: Partial<Settings>) => {
      const before = client.getQueryData<Settings>(keys.settings);
      if (before) client.setQueryData<Settings>(keys.settings, { ...before, ...part });
      try {
        client.setQueryData(keys.settings, await engine.settings.set(part));
      } catch (thrown) {
        client.setQueryData(keys.settings, before);
        const info = toErrorInfo(thrown);
        useApp.getState().toast({ text: strings.settings.notSaved, tone: 'danger', error: info });
      }
    },
    [client],
  );
  return { settings, error, change };
}
