/** The contract, implemented. */
import { accounts } from './accounts.ts';
import { os } from './context.ts';
import { drafts } from './drafts.ts';
import { groups } from './groups.ts';
import { invitations } from './invitations.ts';
import { labels } from './labels.ts';
import { lists } from './lists.ts';
import { mailboxes } from './mailboxes.ts';
import { mediaHost } from './media-host.ts';
import { messages } from './messages.ts';
import { erase, outbox, search } from './outbox.ts';
import { rules } from './rules.ts';
import { sections } from './sections.ts';
import { senders } from './senders.ts';
import { changes, session } from './session.ts';
import { settings } from './settings.ts';
import { signIn } from './sign-in.ts';
import { spelling } from './spelling.ts';
import { templates } from './templates.ts';
import { texts } from './texts.ts';
import { actions, people, places, threads } from './threads.ts';
import { transfers } from './transfers.ts';

export const router = os.router({
  session,
  changes,
  places,
  accounts,
  mailboxes,
  signIn,
  threads,
  actions,
  messages,
  labels,
  lists,
  invitations,
  rules,
  sections,
  people,
  drafts,
  senders,
  templates,
  groups,
  spelling,
  texts,
  mediaHost,
  outbox,
  search,
  erase,
  settings,
  transfers,
});
