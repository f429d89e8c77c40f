/** The commands and queries of labels by the names the rest of the engine calls them. */
import type { Database } from '#engine/store/transaction.ts';
import { labelsOfThreads, labelThreads, removeLabel } from './act.ts';
import { listLabels, saveLabel } from './labels.ts';
import { hasLabelSteps, labelStep } from './steps.ts';

export const labelCommands = {
  'label.save': saveLabel,
  'label.remove': removeLabel,
  'label.threads': labelThreads,
  'label.step': labelStep,
};

export const labelQueries = {
  'label.list': (db: Database, _: null) => listLabels(db),
  'label.ofThreads': labelsOfThreads,
  'label.hasSteps': (db: Database, _: null) => hasLabelSteps(db),
};
