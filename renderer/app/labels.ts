/** Labels as the window knows them, and what is done with them. */
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Label } from '#shared/contract/labels.ts';
import { tellError } from './acts.ts';
import { engine } from './engine.ts';
import { labelsQuery } from './queries.ts';
import { useApp } from './store.ts';
import { strings } from './strings/index.ts';
import { noteAct } from './undoable.ts';

const none: Label[] = [];

/** All labels by their id, in the order of names. */
export function useLabels(): ReadonlyMap<string, Label> {
  const labels = useQuery(labelsQuery()).data ?? none;
  return useMemo(() => new Map(labels.map((label) => [label.id, label])), [labels]);
}

/** The labels of a row, by name; one that is not known was deleted meanwhile. */
export function labelsOf(ids: readonly string[], known: ReadonlyMap<string, Label>): Label[] {
  return ids.length === 0 ? [] : [...known.values()].filter(({ id }) => ids.includes(id));
}

/** The colour token of a label. Decoration: the name stands beside it. */
export const labelColour = ({ colour }: Pick<Label, 'colour'>): string => `var(--label-${colour})`;

/** Gives threads a label or takes it away, and offers to take that back. */
export async function labelThreads(
  ids: string[],
  { id, name }: Pick<Label, 'id' | 'name'>,
  on: boolean,
): Promise<void> {
  try {
    const acting = engine.labels.apply({ ids, labelId: id, on });
    noteAct(acting);
    const { actionId } = await acting;
    const text = strings.labels[on ? 'given' : 'taken'](ids.length, name);
    useApp.getState().toast({ text, undoActionId: actionId });
  } catch (error) {
    tellError(error);
  }
}

/** Makes a label and gives it to threads. */
export async function labelThreadsAnew(ids: string[], name: string): Promise<void> {
  try {
    const { id } = await engine.labels.save({ id: null, name, colour: null });
    await labelThreads(ids, { id, name }, true);
  } catch (error) {
    tellError(error);
  }
}
