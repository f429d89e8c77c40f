/** Decisions about people, journalled so that they can be undone. */
import { answerSuggestion, type Decision, linkNumber, separateIdentity } from '../people/decisions.ts';
import type { Tx } from '../store/transaction.ts';
import { refreshThreads } from '../threads/summary.ts';
import { recordAction } from './journal.ts';

export interface Acted {
  actionId: string;
  title: string;
}

/** Answers a suggestion. Throws PeopleError `no-suggestion`. */
export function answer(tx: Tx, args: { suggestionId: string; answer: 'join' | 'no' }): Acted {
  const title = args.answer === 'join' ? 'Join two addresses of a person' : 'Keep two people apart';
  return journal(tx, title, answerSuggestion(tx, args));
}

/** Takes an address out of a contact. Throws PeopleError `no-identity`, `only-identity`. */
export function separate(tx: Tx, args: { identityId: string }): Acted {
  return journal(tx, 'Take an address out of a person', separateIdentity(tx, args));
}

/** Adds a number to a contact. Throws PeopleError `bad-number`, `no-contact`. */
export function link(tx: Tx, args: { contactId: string; number: string; country: string | null }): Acted {
  return journal(tx, 'Add a number to a person', linkNumber(tx, args));
}

function journal(tx: Tx, title: string, decision: Decision): Acted {
  const actionId = recordAction(tx, {
    kind: 'local',
    accountId: null,
    title,
    payload: null,
    undo: { kind: 'decision', decision },
  });
  refreshThreads(tx);
  return { actionId, title };
}
