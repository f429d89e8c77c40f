/**
 * Conversations joined by subject, people and time alone. Thousands may be called the same ("Re: invoice"), and one may
 * hold thousands of mails: of both, those nearest in time are looked at, and no more.
 */
import type { Participant } from '../people/identities.ts';
import { rowsFrom } from '../store/ids.ts';
import { prepare } from '../store/statements.ts';
import type { Tx } from '../store/transaction.ts';
import type { Conversation } from './conversations.ts';

const WINDOW = 14 * 24 * 3_600_000;
/** Conversations of the same subject that are looked at: those that began last before a mail, and first after it. */
const LOOKED_AT = 200;
const MAX_CANDIDATES = 20;
/** Mails of a conversation whose people are looked at, before the mail and after it each. */
const PEOPLE_FROM = 50;

const nearest = (index: string, which: string) =>
  `SELECT * FROM (SELECT rowid AS at, first_at, last_at FROM conversation INDEXED BY ${index}
     WHERE account_id = @account AND subject = @subject AND subject <> '' AND channel = 'mail' AND bulk = 0
       AND ${which} LIMIT ${LOOKED_AT})`;

const AFTER = 'first_at >= @date AND first_at <= @until';

/** Those of a subject within the window of a mail of `@date`, nearest first. */
export const CANDIDATES = candidates(`
  ${nearest('conversation_subject', 'first_at < @date ORDER BY first_at DESC')}
  UNION ALL ${nearest('conversation_subject', `${AFTER} ORDER BY first_at`)}`);

/** Of them the answers that name no parent and came after it. */
export const LATER_ANSWERS = candidates(
  nearest('conversation_loose', `loose = 1 AND ${AFTER} ORDER BY first_at`),
);

function candidates(near: string): string {
  return `SELECT c.* FROM (${near}) near JOIN conversation c ON c.rowid = near.at WHERE near.last_at >= @since
    ORDER BY max(near.first_at - @date, @date - near.last_at) LIMIT ${MAX_CANDIDATES}`;
}

/** The people of the mails of a conversation nearest to `@row`. */
export const PEOPLE_QUERY = `SELECT DISTINCT a.identity_id AS id, a.role = 'from' AS author, m.from_me AS mine
   FROM (SELECT * FROM (SELECT row, from_me FROM message INDEXED BY message_conversation
           WHERE conversation_id = @conversation AND row < @row ORDER BY row DESC LIMIT ${PEOPLE_FROM})
         UNION ALL SELECT * FROM (SELECT row, from_me FROM message INDEXED BY message_conversation
           WHERE conversation_id = @conversation AND row >= @row ORDER BY row LIMIT ${PEOPLE_FROM})) m
   JOIN message_address a ON a.message_row = m.row
   WHERE a.role <> 'sender' AND a.identity_id IS NOT NULL`;

/** Conversations that this mail answers, or that answer it, by subject, people and time alone. */
export function subjectMatches(
  tx: Tx,
  incoming: Conversation,
  participants: readonly Participant[],
): string[] {
  if (incoming.subject === '') return [];
  const people = peopleOf(participants);
  if (people.all.size === 0) return [];
  // What is no answer itself can only be answered, and few answers name no parent: those have an index of their own.
  const answered = incoming.loose === 0;
  return prepare<Conversation>(tx.db, answered ? LATER_ANSWERS : CANDIDATES)
    .all({
      account: incoming.account_id,
      subject: incoming.subject,
      date: incoming.first_at,
      since: incoming.first_at - WINDOW,
      until: incoming.last_at + WINDOW,
    })
    .filter((c) => {
      const theirs = peopleIn(tx, c.id, incoming.first_at);
      return (!answered && tookPart(people, theirs)) || (c.loose === 1 && tookPart(theirs, people));
    })
    .map((c) => c.id);
}

/** Everybody but me, and who of them wrote; `mine`: I wrote. */
interface People {
  all: Set<string>;
  authors: Set<string>;
  mine: boolean;
}

/** Whoever answers was there: strangers who both write "Re: your account" to the same address answer nobody. */
function tookPart(answer: People, answered: People): boolean {
  const known = answer.mine ? answer.all : answer.authors;
  return [...known].some((id) => answered.all.has(id));
}

function peopleOf(participants: readonly Participant[]): People {
  const others = participants.filter(({ me }) => !me);
  const authors = others.filter(({ role }) => role === 'from');
  return {
    all: new Set(others.map(({ identityId }) => identityId)),
    authors: new Set(authors.map(({ identityId }) => identityId)),
    mine: participants.some(({ me, role }) => me && role === 'from'),
  };
}

function peopleIn(tx: Tx, conversation: string, date: number): People {
  const rows = prepare(tx.db, PEOPLE_QUERY).all({ conversation, row: rowsFrom(date) }) as {
    id: string;
    author: 0 | 1;
    mine: 0 | 1;
  }[];
  return {
    all: new Set(rows.filter(({ author, mine }) => !(author && mine)).map(({ id }) => id)),
    authors: new Set(rows.filter(({ author, mine }) => author && !mine).map(({ id }) => id)),
    mine: rows.some(({ mine }) => mine === 1),
  };
}
