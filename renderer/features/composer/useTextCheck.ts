import { useQuery } from '@tanstack/react-query';
import { textCheckQuery } from '../../app/queries.ts';
import type { DraftFields } from './draft-state.ts';

/** Whether what is written may go as a text, and what it may carry; null for mail and while it is not known. */
export function useTextCheck({ channel, accountId, to }: DraftFields) {
  const asked = channel === 'sms' && accountId !== null;
  const { data } = useQuery({
    ...textCheckQuery(accountId ?? '', to.length === 1 ? to[0]!.address : ''),
    enabled: asked,
  });
  return asked ? (data ?? null) : null;
}

export type TextCheck = NonNullable<ReturnType<typeof useTextCheck>>;
