import { prepare } from './store/statements.ts';
import type { Database } from './store/transaction.ts';

export interface DoctorCounts {
  messages: number;
  threads: number;
}

/** How much the store holds. */
export function doctorCounts(db: Database, _: null): DoctorCounts {
  const count = (table: 'message' | 'thread') =>
    prepare(db, `SELECT count(*) FROM ${table}`).pluck().get() as number;
  return { messages: count('message'), threads: count('thread') };
}
