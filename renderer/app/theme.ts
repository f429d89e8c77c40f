import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { bridge } from './bridge.ts';
import { settingsQuery } from './queries.ts';
import { useMedia } from './useMedia.ts';

/** Puts the theme and the density on the root element, following the system unless the settings say otherwise. */
export function useTheme(): void {
  const { data: settings } = useQuery({ ...settingsQuery(), enabled: false });
  const systemDark = useMedia('(prefers-color-scheme: dark)');
  const theme = settings?.theme ?? 'system';
  const dark = theme === 'system' ? systemDark : theme === 'dark';
  const density = settings?.density ?? 'comfortable';
  useEffect(() => bridge()?.setTheme(theme), [theme]);
  useEffect(() => {
    document.documentElement.dataset.theme = dark ? 'dark' : 'light';
    document.documentElement.dataset.density = density;
  }, [dark, density]);
}
