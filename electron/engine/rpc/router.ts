/** The contract, implemented. */
import { accounts } from './accounts.ts';
import { os } from './context.ts';
import { drafts } from './drafts.ts';
import { messages } from './messages.ts';
import { erase, outbox, search } from './outbox.ts';
import { changes, session } from './session.ts';
import { settings } from './settings.ts';
import { actions, people, places, threads } from './threads.ts';

export const router = os.router({
  session,
  changes,
  places,
  accounts,
  threads,
  actions,
  messages,
  people,
  drafts,
  outbox,
  search,
  erase,
  settings,
});
