import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { bridge } from './bridge.ts';
import { settingsQuery } from './queries.ts';

/** Tells main the theme, which Chromium then reports as the system's, and puts the density on the root element. */
export function useTheme(): void {
  const { data: settings } = useQuery({ ...settingsQuery(), enabled: false });
  const theme = settings?.theme;
  const density = settings?.density ?? 'comfortable';
  useEffect(() => {
    // Until the settings are known, the theme of the last time stands.
    if (theme) bridge()?.setTheme(theme);
  }, [theme]);
  useEffect(() => {
    document.documentElement.dataset.density = density;
  }, [density]);
}
