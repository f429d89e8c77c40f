/** Every command and query of the store, by name. The writer and the readers serve exactly these. */
import { changeConnection } from './accounts/change.ts';
import { accountOverview } from './accounts/list.ts';
import { doctorCounts } from './doctor-counts.ts';
import { draftCommands, draftQueries } from './drafts/registry.ts';
import { exportQueries } from './export/registry.ts';
import { importCommands, importQueries } from './import/registry.ts';
import { ingestCommands, ingestQueries } from './ingest/registry.ts';
import { invitationCommands, invitationQueries } from './invitations/registry.ts';
import { labelCommands, labelQueries } from './labels/registry.ts';
import { mediaHostCommands, mediaHostQueries } from './media-host/hosted-files.ts';
import { outboxCommands, outboxQueries } from './outbox/registry.ts';
import { complete } from './people/complete.ts';
import { groupCommands, groupQueries } from './people/groups.ts';
import { privacyCommands, privacyQueries } from './privacy/registry.ts';
import { readingQueries } from './reading/stored-mail.ts';
import { ruleCommands, ruleQueries } from './rules/registry.ts';
import { addSample } from './sample/add.ts';
import { scheduleCommands, scheduleQueries } from './schedule/due-threads.ts';
import { searchCommands, searchQueries } from './search/search-all.ts';
import { sectionCommands, sectionQueries } from './sections/registry.ts';
import { senderCommands, senderQueries } from './senders/senders.ts';
import { signInCommands, signInQueries } from './sign-in/stored-clients.ts';
import { spellingCommands, spellingQueries } from './spelling/words.ts';
import {
  addAccount,
  getAccount,
  listAccounts,
  setAccountOptions,
  setPaused,
} from './store/repositories/accounts.ts';
import { getSettings, setSettings } from './store/repositories/settings.ts';
import { listTemplates, putTemplate, removeTemplate } from './store/repositories/templates.ts';
import type { Database, Tx } from './store/transaction.ts';
import { rejoinEverybody } from './threads/persons.ts';
import { pageThreads, placeCounts } from './threads/queries.ts';
import { refreshThreads } from './threads/summary.ts';
import { getThread, markNoticeSeen } from './threads/thread-view.ts';
import { checkingServers } from './trust/checking-servers.ts';
import { listCommands, listQueries } from './unsubscribe/stored-lists.ts';

export const commands = {
  ...ingestCommands,
  ...draftCommands,
  ...outboxCommands,
  ...privacyCommands,
  ...mediaHostCommands,
  ...listCommands,
  ...invitationCommands,
  ...importCommands,
  ...ruleCommands,
  ...labelCommands,
  ...sectionCommands,
  ...senderCommands,
  ...signInCommands,
  ...scheduleCommands,
  ...searchCommands,
  ...spellingCommands,
  ...groupCommands,
  'account.add': addAccount,
  'account.change': changeConnection,
  'account.setPaused': setPaused,
  'account.setOptions': setAccountOptions,
  'sample.add': addSample,
  'settings.set': setSettings,
  'template.save': putTemplate,
  'template.remove': removeTemplate,
  'threads.noticeSeen': markNoticeSeen,
  'threads.rejoin': (tx: Tx) => {
    rejoinEverybody(tx);
    refreshThreads(tx);
  },
};

export const queries = {
  ...ingestQueries,
  ...draftQueries,
  ...readingQueries,
  ...outboxQueries,
  ...privacyQueries,
  ...exportQueries,
  ...mediaHostQueries,
  ...listQueries,
  ...invitationQueries,
  ...importQueries,
  ...ruleQueries,
  ...labelQueries,
  ...sectionQueries,
  ...senderQueries,
  ...signInQueries,
  ...scheduleQueries,
  ...searchQueries,
  ...spellingQueries,
  ...groupQueries,
  'doctor.counts': doctorCounts,
  'account.overview': (db: Database, _: null) => accountOverview(db),
  'account.list': (db: Database, _: null) => listAccounts(db),
  'account.get': getAccount,
  'account.checkingServers': checkingServers,
  'template.list': (db: Database, _: null) => listTemplates(db),
  'settings.get': (db: Database, _: null) => getSettings(db),
  'threads.page': pageThreads,
  'threads.get': getThread,
  'places.counts': (db: Database, _: null) => placeCounts(db),
  'people.complete': complete,
};

export type Commands = typeof commands;
export type Queries = typeof queries;
