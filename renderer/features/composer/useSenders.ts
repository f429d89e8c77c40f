import { useQuery } from '@tanstack/react-query';
import type { Sender } from '#shared/contract/senders.ts';
import { sendersQuery } from '../../app/queries.ts';
import type { DraftFields } from './draft-state.ts';

const none: Sender[] = [];

/** The sender of an account whose mail is new; null while it is not known. */
export function preferredSender(senders: readonly Sender[], accountId: string): string | null {
  return senders.find((sender) => sender.accountId === accountId && sender.preferred)?.id ?? null;
}

/** Whom a mail can come from, and whom it comes from now. Until its draft is made that is the preferred one. */
export function useSenders({ accountId, senderId }: DraftFields): {
  /** Of all accounts. */
  senders: readonly Sender[];
  /** Of the mail's account. */
  mine: readonly Sender[];
  sender: Sender | null;
} {
  const all = useQuery(sendersQuery()).data ?? none;
  const mine = all.filter((sender) => sender.accountId === accountId);
  const sender = mine.find(({ id }) => id === senderId) ?? mine.find(({ preferred }) => preferred) ?? null;
  return { senders: all, mine, sender };
}
