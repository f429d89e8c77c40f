import { create } from 'zustand';
import { useApp } from '../../app/store.ts';
import { askInbox, inInbox } from '../../app/windows.ts';

export const SECTIONS = [
  'accounts',
  'appearance',
  'writing',
  'labels',
  'split',
  'rules',
  'texts',
  'notifications',
  'keyboard',
  'transfers',
  'privacy',
  'about',
] as const;
export type Section = (typeof SECTIONS)[number];

interface SettingsPlace {
  section: Section;
  /** The form that adds an account shows in the place of the accounts. */
  adding: boolean;
  /** The account whose connection shows in their place, to be changed. */
  editing: string | null;
}

/** Where in the settings the user is; kept while other places show. */
export const useSettingsPlace = create<SettingsPlace>(() => ({
  section: 'accounts',
  adding: false,
  editing: null,
}));

/** Shows the settings at a section. */
export function openSettings(section: Section, { adding = false }: { adding?: boolean } = {}): void {
  if (!inInbox()) {
    askInbox({ command: 'settings', section });
    return;
  }
  useSettingsPlace.setState({ section, adding, editing: null });
  useApp.getState().goTo({ kind: 'settings' });
}

/** Shows what an account connects with, to be changed. */
export function openConnection(accountId: string): void {
  useSettingsPlace.setState({ section: 'accounts', adding: false, editing: accountId });
  useApp.getState().goTo({ kind: 'settings' });
}
