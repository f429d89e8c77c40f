import { useQuery } from '@tanstack/react-query';
import { settingsQuery } from '../../app/queries.ts';
import { changeSettings } from '../../app/settings.ts';

/** The settings and the way to change some; a change shows at once and is taken back when it cannot be saved. */
export function useSettings() {
  const { data: settings, error } = useQuery(settingsQuery());
  return { settings, error, change: changeSettings };
}
