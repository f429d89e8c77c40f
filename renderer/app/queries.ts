/** Every question the screens ask the engine. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Channel, View } from '#shared/contract/model.ts';
import type { RuleCondition } from '#shared/contract/rules.ts';
import { engine } from './engine.ts';
import { askForList } from './leaving.ts';
import { keys } from './queryKeys.ts';
import { askForSettings } from './settingChanges.ts';

export interface ThreadFilter {
  view: View;
  channel: Channel | null;
  accountId: string | null;
  mailboxId: string | null;
  labelId: string | null;
  /** A part of the split inbox. */
  sectionId: string | null;
}

/** Where the window begins. */
export const inbox: ThreadFilter = {
  view: 'inbox',
  channel: null,
  accountId: null,
  mailboxId: null,
  labelId: null,
  sectionId: null,
};

/** Threads are asked for in windows of three pages, so that one answer is consistent in itself. */
export const pageSize = 100;
const windowPages = 3;

export const sessionQuery = () =>
  queryOptions({ queryKey: keys.session, queryFn: () => engine.session.status({}) });

export const countsQuery = () =>
  queryOptions({ queryKey: keys.counts, queryFn: () => engine.places.counts({}) });

export const accountsQuery = () =>
  queryOptions({ queryKey: keys.accounts, queryFn: () => engine.accounts.list({}) });

/** Asked of the mail server, which is not there always: what it once said is not asked again. */
export const smtpOfferQuery = (accountId: string) =>
  queryOptions({
    queryKey: keys.smtpOffer(accountId),
    queryFn: () => engine.accounts.smtpOffer({ id: accountId }),
    staleTime: (query) => (query.state.data ? Number.POSITIVE_INFINITY : 60_000),
    gcTime: Number.POSITIVE_INFINITY,
  });

export const templatesQuery = () =>
  queryOptions({ queryKey: keys.templates, queryFn: () => engine.templates.list({}) });

export const groupsQuery = () =>
  queryOptions({ queryKey: keys.groups, queryFn: () => engine.groups.list({}) });

/** Installed while Skein runs, one is found at the next start. */
export const dictionariesQuery = () =>
  queryOptions({
    queryKey: keys.dictionaries,
    queryFn: () => engine.spelling.dictionaries({}),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const spellingWordsQuery = () =>
  queryOptions({ queryKey: keys.spellingWords, queryFn: () => engine.spelling.words({}) });

export const sendersQuery = () =>
  queryOptions({ queryKey: keys.senders, queryFn: () => engine.senders.list({}) });

export const senderSuggestionsQuery = () =>
  queryOptions({
    queryKey: [...keys.senders, 'suggestions'],
    queryFn: () => engine.senders.suggestions({}),
    gcTime: 0,
  });

/** Asked for anew whenever it is shown: what is changed must be what is there. */
export const checkingServersQuery = (accountId: string) =>
  queryOptions({
    queryKey: keys.checkingServers(accountId),
    queryFn: () => engine.accounts.checkingServers({ id: accountId }),
    gcTime: 0,
  });

export const connectionQuery = (accountId: string) =>
  queryOptions({
    queryKey: keys.connection(accountId),
    queryFn: () => engine.accounts.connection({ id: accountId }),
    gcTime: 0,
  });

export const settingsQuery = () => queryOptions({ queryKey: keys.settings, queryFn: askForSettings });

export const draftQuery = (id: string | null) =>
  queryOptions({
    queryKey: keys.draft(id ?? ''),
    queryFn: () => engine.drafts.get({ id: id! }),
    enabled: id !== null,
  });

export const draftsQuery = () =>
  queryOptions({ queryKey: keys.drafts, queryFn: () => engine.drafts.list({}) });

export const serverDraftsQuery = () =>
  queryOptions({ queryKey: keys.serverDrafts, queryFn: () => engine.drafts.onServer({}) });

/** Never shown as it was before: what has left it meanwhile could not be sent now, nor taken back. */
export const outboxQuery = () =>
  queryOptions({ queryKey: keys.outbox, queryFn: () => engine.outbox.list({}), gcTime: 0 });

export const threadsQuery = (filter: ThreadFilter, startPage: number) =>
  queryOptions({
    queryKey: [...keys.threads, filter, startPage],
    queryFn: async () => {
      const offset = startPage * pageSize;
      const page = await askForList(filter, () =>
        engine.threads.page({ ...filter, offset, limit: pageSize * windowPages }),
      );
      return { ...page, offset, filter };
    },
    placeholderData: keepPreviousData,
  });

/** How many messages of a thread are asked for at first. */
export const firstItems = 60;

/** A thread with its newest messages; of one opened from Trash or Junk (`view`) only what lies there. */
export const threadQuery = (id: string, limit: number, view: View | undefined) =>
  queryOptions({
    queryKey: [...keys.thread(id), view ?? 'all', limit],
    queryFn: () => engine.threads.get(view ? { id, limit, view } : { id, limit }),
    placeholderData: (previous, query) =>
      query?.queryKey[1] === id && query.queryKey[2] === (view ?? 'all') ? previous : undefined,
  });

/** What is to be said about the original layout of a mail. */
export const layoutQuery = (messageId: string) =>
  queryOptions({
    queryKey: ['layout', messageId],
    queryFn: () => engine.messages.layout({ id: messageId }),
  });

/** What an attached mail or contact card says; it never changes. */
export const attachedQuery = (id: string) =>
  queryOptions({
    queryKey: ['attached', id],
    queryFn: () => engine.messages.attached({ id }),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const wayOffQuery = (threadId: string) =>
  queryOptions({ queryKey: keys.wayOff(threadId), queryFn: () => engine.lists.wayOff({ threadId }) });

/** Hits that are asked for at first. */
export const firstHits = 60;

export const searchQuery = (query: string, limit: number) =>
  queryOptions({
    queryKey: [...keys.search, query, limit],
    queryFn: () => engine.search({ query, limit }),
    placeholderData: keepPreviousData,
    enabled: query.trim() !== '',
  });

/** `to` may be empty: then only what the carrier takes is asked. */
export const textCheckQuery = (accountId: string, to: string) =>
  queryOptions({
    queryKey: [...keys.textCheck, accountId, to],
    queryFn: () => engine.texts.check({ accountId, to }),
  });

/** Asked for anew whenever it is shown, like the connection it belongs to. */
export const signInAdviceQuery = (accountId: string) =>
  queryOptions({
    queryKey: keys.signInAdvice(accountId),
    queryFn: () => engine.signIn.advice({ id: accountId }),
    gcTime: 0,
  });

export const signInClientsQuery = () =>
  queryOptions({ queryKey: keys.signInClients, queryFn: () => engine.signIn.clients({}) });

export const mediaHostQuery = () =>
  queryOptions({ queryKey: keys.mediaHost, queryFn: () => engine.mediaHost.get({}) });

export const labelsQuery = () =>
  queryOptions({ queryKey: keys.labels, queryFn: () => engine.labels.list({}) });

export const sectionsQuery = () =>
  queryOptions({ queryKey: keys.sections, queryFn: () => engine.sections.list({}) });

/** How many of these threads have each label. */
export const labelUseQuery = (ids: string[]) =>
  queryOptions({
    queryKey: [...keys.labelUse, ids],
    queryFn: () => engine.labels.ofThreads({ ids }),
    placeholderData: keepPreviousData,
    gcTime: 0,
  });

export const rulesQuery = () => queryOptions({ queryKey: keys.rules, queryFn: () => engine.rules.list({}) });

export const ruleRunsQuery = () =>
  queryOptions({ queryKey: keys.ruleRuns, queryFn: () => engine.rules.runs({}) });

/** What a rule of mail as in this thread begins with. */
export const ruleSuggestionQuery = (threadId: string | null) =>
  queryOptions({
    queryKey: ['rule-suggestion', threadId],
    queryFn: () => engine.rules.suggest({ threadId: threadId ?? '' }),
    enabled: threadId !== null,
    gcTime: 0,
  });

/** What a rule would have hit; `conditions` null while they are not complete. */
export const rulePreviewQuery = (accountId: string | null, conditions: RuleCondition[] | null) =>
  queryOptions({
    queryKey: ['rule-preview', accountId, conditions],
    queryFn: () => engine.rules.preview({ accountId, conditions: conditions ?? [] }),
    enabled: conditions !== null,
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
