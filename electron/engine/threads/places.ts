/** Which place a mail has by the mailboxes it lies in. */
import type { Place } from '#shared/contract/model.ts';
import type { MailboxRole } from '../store/repositories/mailboxes.ts';

const BY_RANK: readonly (readonly [MailboxRole, Place])[] = [
  ['inbox', 'inbox'],
  ['drafts', 'drafts'],
  ['sent', 'sent'],
  ['archive', 'archive'],
  ['none', 'archive'],
  ['all', 'archive'],
  ['junk', 'junk'],
  ['trash', 'trash'],
];

/**
 * The one place of a mail that may lie in several mailboxes: the inbox counts before all others, and a copy in the
 * trash only when there is no other. `null` when it lies nowhere.
 */
export function placeOfRoles(roles: readonly MailboxRole[]): Place | null {
  return BY_RANK.find(([role]) => roles.includes(role))?.[1] ?? null;
}
