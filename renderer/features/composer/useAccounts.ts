import { useQuery } from '@tanstack/react-query';
import type { Account } from '#shared/contract/accounts.ts';
import { accountsQuery } from '../../app/queries.ts';

const none: Account[] = [];
const withoutImported = (accounts: Account[]) => accounts.filter(({ provider }) => provider !== 'local');

/** The accounts one can write from; none while they are not known. */
export function useAccounts(): Account[] {
  const { data } = useQuery({ ...accountsQuery(), select: withoutImported });
  return data ?? none;
}
