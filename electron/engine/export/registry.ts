import { exists } from './exists.ts';
import { exportMailboxes } from './mailboxes.ts';
import { exportCount, exportPage } from './pages.ts';
import { exportRecord, exportThreadMessages } from './records.ts';

/** Queries of this area, by the name the store is asked with. */
export const exportQueries = {
  'export.mailboxes': exportMailboxes,
  'export.exists': exists,
  'export.count': exportCount,
  'export.page': exportPage,
  'export.record': exportRecord,
  'export.threadMessages': exportThreadMessages,
};
