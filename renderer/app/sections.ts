/** Which part of the split inbox shows. */
import { useQuery } from '@tanstack/react-query';
import { REST } from '#shared/contract/section-rest.ts';
import type { Sections } from '#shared/contract/sections.ts';
import { sectionsQuery } from './queries.ts';
import { queryClient } from './queryClient.ts';
import { keys } from './queryKeys.ts';
import { type PlaceRef, useApp } from './store.ts';

/** The parts in the order they are shown, `rest` the last; none while the inbox is in one piece. */
export function partsOf(known: Sections | undefined): string[] {
  return known && known.sections.length > 0 ? [...known.sections.map(({ id }) => id), REST] : [];
}

/** The part that shows in a place: the one chosen last, else the first; `null` where nothing is split. */
export function partOf(known: Sections | undefined, place: PlaceRef, chosen: string | null): string | null {
  if (place.kind !== 'view' || place.view !== 'inbox') return null;
  const parts = partsOf(known);
  return parts.find((id) => id === chosen) ?? parts[0] ?? null;
}

/** The part that shows now; `null` where nothing is split. */
export function useSection(): string | null {
  const { data } = useQuery(sectionsQuery());
  const place = useApp((app) => app.place);
  const chosen = useApp((app) => app.section);
  return partOf(data, place, chosen);
}

/** Shows the part after the one that shows, or before it; `false` where nothing is split. */
export function showSection(by: 1 | -1): boolean {
  const { place, section, setSection } = useApp.getState();
  const known = queryClient.getQueryData<Sections>(keys.sections);
  const parts = partsOf(known);
  const now = partOf(known, place, section);
  if (now === null) return false;
  const next = parts[(parts.indexOf(now) + by + parts.length) % parts.length];
  if (next) setSection(next);
  return true;
}
