import type { MailItem } from '#shared/contract/timeline.ts';

export type { Place } from '#shared/contract/model.ts';
export type Fold = MailItem['folded'][number];
