import { exportMailboxes } from './mailboxes.ts';
import { exportRecord, exportThreadMessages } from './records.ts';

/** Queries of this area, by the name the store is asked with. */
export const exportQueries = {
  'export.mailboxes': exportMailboxes,
  'export.record': exportRecord,
  'export.threadMessages': exportThreadMessages,
};
