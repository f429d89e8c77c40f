import { useQuery } from '@tanstack/react-query';
import type { Account } from '#shared/contract/model.ts';
import { accountsQuery } from '../../app/queries.ts';

const none: Account[] = [];

/** The connected accounts; none while they are not known. */
export function useAccounts(): Account[] {
  return useQuery(accountsQuery()).data ?? none;
}
