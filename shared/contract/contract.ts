/** Every call the window can make of the engine. Both ends validate against this one description. */
import { eventIterator, oc } from '@orpc/contract';
import {
  account,
  accountOptions,
  connection,
  mailSettings,
  smsCredentials,
  smsNumber,
  smtpOffer,
  testStep,
} from './accounts.ts';
import { attached } from './attached.ts';
import { invitationAnswer } from './calendar.ts';
import { change } from './changes.ts';
import { CHOICE_ACTS } from './choices.ts';
import { attach, attachPart, draft, draftChange, draftOutline, newDraft, serverDraft } from './drafts.ts';
import { erasePreview, eraseProgress, eraseScope } from './erase.ts';
import { recipientGroup, recipientGroupChange } from './groups.ts';
import { label, labelChange, labelUse } from './labels.ts';
import { wayOff } from './lists.ts';
import { mailboxName, mailboxSubscription, newMailbox, removedMailbox, shownPlace } from './mailboxes.ts';
import { mediaHost, mediaHostState, mediaHostStep } from './media-host.ts';
import * as m from './model.ts';
import { outboxEntry } from './outbox.ts';
import { placeCounts } from './places.ts';
import { rule, ruleDraft, rulePreview, ruleRun, ruleSuggestion } from './rules.ts';
import { searchHit } from './search.ts';
import { sectionChange, sections } from './sections.ts';
import { sender, senderChange, senderSuggestion } from './senders.ts';
import { doctorReport, sessionStatus } from './session.ts';
import { settings } from './settings.ts';
import {
  discovered,
  signInAdvice,
  signInClient,
  signInClientInput,
  signInEvent,
  signInProvider,
} from './sign-in.ts';
import * as sp from './spelling.ts';
import { template, templateChange } from './templates.ts';
import { mediaLimits, standing } from './texts.ts';
import { thread, threadRow } from './threads.ts';
import { fileProgress } from './timeline.ts';
import { exportFormat, exportScope, ticket, transfers } from './transfers.ts';
import { checkingServers } from './trust.ts';
import { z } from './zod.ts';

const none = z.object({});
const done = z.object({});
const byId = z.object({ id: m.id });
/** What was done, to be shown and taken back. */
const acted = z.object({ actionId: m.id, title: z.string() });

/** A typed refusal: `data` is shown to the user as it is. */
const base = oc.errors({ SKEIN: { status: 400, data: m.errorInfo } });

const threadAct = z.object({
  ids: z.array(m.id).min(1).max(5000),
  act: z.enum([
    'archive',
    'inbox',
    'trash',
    'junk',
    'read',
    'unread',
    'star',
    'unstar',
    'move',
    ...CHOICE_ACTS,
  ]),
  /** The target of `move`. */
  mailboxId: m.id.nullable(),
  /** The time of `later` and `remind`. */
  until: m.time.nullable().default(null),
});

/** What a mailbox signs in with: a password, or what `signIn.begin` ended with. */
const credential = { password: z.string().max(1024).nullable(), grantId: m.id.nullish() };

export const contract = {
  session: {
    status: base.input(none).output(sessionStatus),
    /** Opens a passphrase profile, or creates one where there is no keychain. */
    unlock: base.input(z.object({ passphrase: z.string().min(1).max(1024) })).output(sessionStatus),
    /** Somebody does something in the window: for a moment what nobody waits for gives way. */
    noteUse: base.input(none).output(none),
    doctor: base.input(none).output(doctorReport),
    /** The raw key in hex, for the user to keep: it opens the store with any SQLCipher 4 tool. */
    exportKey: base.input(none).output(z.object({ key: z.string() })),
    /**
     * Takes an exported key: opens a store whose key or passphrase is lost, or checks the key of an open one. It is
     * kept in the keychain, or under `passphrase`.
     */
    importKey: base
      .input(z.object({ key: z.string().max(1000), passphrase: z.string().min(1).max(1024).nullable() }))
      .output(sessionStatus),
  },
  changes: base.input(none).output(eventIterator(change)),
  places: { counts: base.input(none).output(placeCounts) },
  accounts: {
    list: base.input(none).output(z.array(account)),
    discover: base.input(z.object({ address: z.string().max(320) })).output(discovered),
    /** Streams one event per step; ends after the last step or the first failure. */
    testMail: base.input(z.object({ settings: mailSettings, ...credential })).output(eventIterator(testStep)),
    addMail: base
      .input(
        z.object({
          address: z.string().max(320),
          name: z.string().max(200),
          settings: mailSettings,
          ...credential,
        }),
      )
      .output(byId),
    /** Signs in to the carrier and lists the numbers that can be added. */
    smsNumbers: base.input(smsCredentials).output(z.array(smsNumber)),
    addSms: base
      .input(smsCredentials.extend({ number: z.string().max(40), name: z.string().max(200) }))
      .output(byId),
    /** Made-up people and no network, to look around. */
    addSample: base.input(none).output(byId),
    /** What the account connects with, to be changed. */
    connection: base.input(byId).output(connection),
    /**
     * Tries what was changed like `testMail`, and keeps it when every step passed; else nothing is changed. Without a
     * password and a grant what is kept is used on.
     */
    changeMail: base
      .input(
        z.object({
          id: m.id,
          name: z.string().max(200),
          settings: mailSettings,
          ...credential,
        }),
      )
      .output(eventIterator(testStep)),
    /** Signs in to the carrier with what was changed, and keeps it when that worked and the number is there. */
    changeSms: base
      .input(
        smsCredentials.extend({
          id: m.id,
          name: z.string().max(200),
          secret: smsCredentials.shape.secret.nullable(),
        }),
      )
      .output(done),
    /** What the server that mail is sent with offers; `null`: it cannot be asked now. */
    smtpOffer: base.input(byId).output(smtpOffer.nullable()),
    pause: base.input(z.object({ id: m.id, paused: z.boolean() })).output(done),
    setOptions: base.input(accountOptions).output(done),
    checkingServers: base.input(byId).output(checkingServers),
    syncNow: base.input(z.object({ id: m.id.nullable() })).output(done),
    /** The window gained or lost focus, or the network changed. */
    attend: base.input(z.object({ focused: z.boolean(), online: z.boolean() })).output(done),
  },
  /** Mailboxes on the server; each call waits for its answer. */
  mailboxes: {
    create: base.input(newMailbox).output(byId),
    rename: base.input(mailboxName).output(done),
    /** What the window shows now: what is missing there is fetched first. */
    look: base.input(shownPlace).output(none),
    /** `actionId` takes it back, for as long as the program runs. */
    subscribe: base.input(mailboxSubscription).output(z.object({ actionId: m.id })),
    /** Its messages go to Trash, unless they lie in All Mail as well. */
    remove: base.input(byId).output(removedMailbox),
  },
  /** Accounts that sign in through their provider's pages. */
  signIn: {
    clients: base.input(none).output(z.array(signInClient)),
    /** For a mailbox that is connected. */
    advice: base.input(byId).output(signInAdvice),
    saveClient: base.input(signInClientInput).output(done),
    removeClient: base.input(z.object({ provider: signInProvider })).output(done),
    /** Ends with a grant, or fails. Ends one that was begun before. */
    begin: base
      .input(z.object({ provider: signInProvider, address: z.string().max(320) }))
      .output(eventIterator(signInEvent)),
    /** Nobody waits for the person any more: `begin` fails with `sign-in-canceled`. */
    stop: base.input(none).output(done),
  },
  threads: {
    /** Newest first; `offset` counts threads, so a scrollbar can jump anywhere. */
    page: base
      .input(
        z.object({
          view: m.view,
          channel: m.channel.nullable(),
          accountId: m.id.nullable(),
          mailboxId: m.id.nullable(),
          labelId: m.id.nullable().default(null),
          sectionId: m.id.nullable().default(null),
          offset: z.number().int().min(0),
          limit: z.number().int().min(1).max(500),
        }),
      )
      .output(z.object({ rows: z.array(threadRow), total: z.number().int() })),
    /**
     * The newest `limit` items of the timeline, oldest first; opened from Trash or Junk only what lies there. `ahead`:
     * nobody looks at it yet, so what is still to come of its mail is not fetched before other mail.
     */
    get: base
      .input(
        z.object({
          id: m.id,
          limit: z.number().int().min(1).max(2000),
          view: m.view.optional(),
          ahead: z.boolean().default(false),
        }),
      )
      .output(thread.nullable()),
    act: base.input(threadAct).output(acted),
    /** Takes a joined person thread apart (or joins it again); the user's word stands over later evidence. */
    separate: base.input(z.object({ id: m.id })).output(acted),
    noticeSeen: base.input(none).output(done),
  },
  actions: {
    undo: base
      .input(z.object({ actionId: m.id }))
      .output(z.object({ undone: z.boolean(), draftId: m.id.nullable() })),
  },
  messages: {
    /** What is to be said about the original layout, which a frame shows: of it without remote images. */
    layout: base.input(byId).output(
      z.object({
        /** Images on other servers that were left out. */
        blockedRemote: z.number().int(),
        /** Images that only tell that the mail was opened; they are never loaded. */
        trackers: z.number().int(),
        /** How it goes with the dark theme: `own` dark design, `plain` text, or designed on light `paper`. */
        scheme: z.enum(['own', 'plain', 'paper']),
      }),
    ),
    /** Full text with nothing folded. */
    text: base.input(byId).output(z.object({ text: z.string() })),
    /** The first `limit` bytes of the original source, as Latin-1. */
    source: base
      .input(z.object({ id: m.id, limit: z.number().int().min(1).max(5_000_000) }))
      .output(z.object({ source: z.string(), size: z.number().int() })),
    /** What an attachment says that is a mail or a contact card itself; `null`: neither, or not to be read. */
    attached: base.input(byId).output(attached.nullable()),
    /** Fetches a file that is to come by itself, as long as it is watched; ends when it is here. */
    fetchFile: base.input(byId).output(eventIterator(fileProgress)),
    star: base.input(z.object({ id: m.id, starred: z.boolean() })).output(acted),
  },
  lists: {
    /** The way off the list by which the newest mail of a thread came; `null`: it names none, or it is junk. */
    wayOff: base.input(z.object({ threadId: m.id })).output(wayOff.nullable()),
    /** Asks to be taken off, in the way the user was told of; a mail goes through the outbox as `sending`. */
    unsubscribe: base
      .input(z.object({ messageId: m.id, how: z.enum(['one-click', 'mail']) }))
      .output(z.object({ sending: z.object({ actionId: m.id, holdUntil: m.time }).nullable() })),
  },
  invitations: {
    /** Answers the organiser by mail, through the outbox; `null`: that was the answer already. */
    answer: base
      .input(z.object({ messageId: m.id, status: invitationAnswer }))
      .output(z.object({ sending: z.object({ actionId: m.id, holdUntil: m.time }).nullable() })),
  },
  labels: {
    list: base.input(none).output(z.array(label)),
    /** Makes a label, or changes the one named. */
    save: base.input(labelChange).output(byId),
    /** Deletes it and takes it from all messages. */
    remove: base.input(byId).output(acted),
    /** Gives threads a label or takes it away. */
    apply: base
      .input(z.object({ ids: z.array(m.id).min(1).max(5000), labelId: m.id, on: z.boolean() }))
      .output(acted),
    ofThreads: base.input(z.object({ ids: z.array(m.id).max(5000) })).output(z.array(labelUse)),
  },
  /** The split inbox. */
  sections: {
    /** In their order, with what stands in each. */
    list: base.input(none).output(sections),
    save: base.input(sectionChange).output(byId),
    order: base.input(z.object({ ids: z.array(m.id).max(50) })).output(done),
    remove: base.input(byId).output(acted),
  },
  rules: {
    /** In the order in which they are asked. */
    list: base.input(none).output(z.array(rule)),
    /** Makes a rule, the last in order, or changes the one named. */
    save: base.input(z.object({ id: m.id.nullable(), rule: ruleDraft })).output(byId),
    enable: base.input(z.object({ id: m.id, enabled: z.boolean() })).output(done),
    /** Gives all rules another order. */
    order: base.input(z.object({ ids: z.array(m.id).max(200) })).output(done),
    remove: base.input(byId).output(acted),
    /** What it would be about of the newest messages in the inbox. */
    preview: base.input(ruleDraft.pick({ accountId: true, conditions: true })).output(rulePreview),
    /** Does to all that lies in the inbox now what the rule says; `null`: there was nothing to do. */
    apply: base.input(byId).output(acted.nullable()),
    /** A rule about mail like the newest that came in this thread; `null`: no mail came. */
    suggest: base.input(z.object({ threadId: m.id })).output(ruleSuggestion.nullable()),
    /** What rules did lately, the newest first. */
    runs: base.input(none).output(z.array(ruleRun)),
  },
  people: {
    answer: base
      .input(z.object({ suggestionId: m.id, answer: z.enum(['join', 'no']) }))
      .output(z.object({ actionId: m.id })),
    /** Identities that complete what was typed, by use and recency. */
    complete: base
      .input(
        z.object({ text: z.string().max(200), channel: m.channel, limit: z.number().int().min(1).max(50) }),
      )
      .output(z.array(m.address)),
  },
  drafts: {
    list: base.input(none).output(z.array(draft)),
    get: base.input(byId).output(draft.nullable()),
    /** What other programs left in the Drafts mailboxes of the servers, newest first. */
    onServer: base.input(none).output(z.array(serverDraft)),
    /** Makes one of those a draft of this computer, to be gone on with. */
    takeIn: base.input(z.object({ messageId: m.id })).output(draft),
    /** The open draft of a thread, so that what was typed there is there again; `forwards` null: of answers only. */
    forThread: base.input(z.object({ threadId: m.id, forwards: m.id.nullish() })).output(draft.nullable()),
    create: base.input(newDraft).output(draft),
    /** What `create` would start with; nothing is made. */
    outline: base.input(newDraft).output(draftOutline),
    /** A begun answer goes to all or to the author alone; `answers`: for one that was begun as a text. */
    answerAs: base
      .input(z.object({ id: m.id, mode: z.enum(['reply', 'reply-all']), answers: m.id.nullable() }))
      .output(draft),
    save: base.input(draftChange).output(z.object({ revision: z.number().int(), savedAt: m.time })),
    /** A part of a large file, in order; the last one comes with `attach`. */
    attachPart: base.input(attachPart).output(done),
    attach: base.input(attach).output(m.attachment),
    detach: base.input(z.object({ id: m.id, attachmentId: m.id })).output(done),
    discard: base.input(byId).output(z.object({ actionId: m.id })),
    /** Sends the revision named, after the undo hold. An older revision than the saved one is refused. */
    send: base
      .input(
        z.object({
          id: m.id,
          revision: z.number().int(),
          /** When it is to go; a time that is past means now, without the undo hold. */
          at: m.time.nullable().default(null),
          /** Brings the thread back then if nobody answered. */
          remindAt: m.time.nullable().default(null),
        }),
      )
      .output(z.object({ actionId: m.id, holdUntil: m.time, messageId: m.id })),
  },
  senders: {
    list: base.input(none).output(z.array(sender)),
    suggestions: base.input(none).output(z.array(senderSuggestion)),
    save: base.input(senderChange).output(byId),
    remove: base.input(byId).output(done),
  },
  templates: {
    list: base.input(none).output(z.array(template)),
    save: base.input(templateChange).output(byId),
    remove: base.input(byId).output(done),
  },
  groups: {
    list: base.input(none).output(z.array(recipientGroup)),
    save: base.input(recipientGroupChange).output(z.object({ id: m.id, actionId: m.id })),
    remove: base.input(byId).output(z.object({ actionId: m.id })),
  },
  spelling: {
    dictionaries: base.input(none).output(z.array(sp.dictionary)),
    /** Of each word the languages that know it, as bits in their order. */
    known: base
      .input(z.object({ languages: sp.languages, words: z.array(sp.word).max(5000) }))
      .output(z.object({ bits: z.array(z.number().int()) })),
    /** What may be meant by a word; `null`: it is spelled correctly. */
    suggest: base
      .input(z.object({ languages: sp.languages, word: sp.word }))
      .output(z.object({ suggestions: z.array(z.string()).nullable() })),
    /** Words that the user added. */
    words: base.input(none).output(z.array(z.string())),
    add: base.input(z.object({ word: sp.word })).output(z.object({ actionId: m.id })),
    remove: base.input(z.object({ word: sp.word })).output(z.object({ actionId: m.id })),
  },
  texts: {
    /** Whether this number may be texted, and which files a text from this account may carry. */
    check: base.input(z.object({ accountId: m.id, to: z.string().max(1000) })).output(
      z.object({
        standing,
        /** `null`: this account's texts carry no files. */
        limits: mediaLimits.nullable(),
        /** A place for files is set up. */
        hasHost: z.boolean(),
      }),
    ),
    /** What a wording like a revocation meant; `stop` also where nothing was asked. */
    answer: base.input(z.object({ to: z.string().max(1000), meant: z.enum(['stop', 'go-on']) })).output(done),
  },
  mediaHost: {
    get: base.input(none).output(mediaHostState),
    /** Streams one event per step; ends after the last step or the first failure. `secret` null: the one kept. */
    test: base
      .input(mediaHost.extend({ secret: z.string().max(2000).nullable() }))
      .output(eventIterator(mediaHostStep)),
    save: base.input(mediaHost.extend({ secret: z.string().max(2000).nullable() })).output(done),
    /** `anyway`: also while files lie there, which are then the user's to remove. */
    remove: base.input(z.object({ anyway: z.boolean() })).output(done),
  },
  outbox: {
    list: base.input(none).output(z.array(outboxEntry)),
    retry: base.input(z.object({ actionId: m.id })).output(done),
    /** What to do with a send whose fate is unknown. */
    resolve: base
      .input(z.object({ actionId: m.id, how: z.enum(['check', 'send-again', 'mark-sent']) }))
      /** What `check` found; `null` for the others, and when it could not look just now. */
      .output(z.object({ found: z.enum(['sent', 'not-sent', 'unknown']).nullable() })),
  },
  search: base
    .input(z.object({ query: z.string().max(1000), limit: z.number().int().min(1).max(500) }))
    .output(
      z.object({
        hits: z.array(searchHit),
        total: z.number().int(),
        tookMs: z.number(),
        /** Messages whose text is not here yet, so that nobody believes the search saw all. */
        notIndexed: z.number().int(),
        problems: z.array(z.string()),
      }),
    ),
  erase: {
    preview: base.input(eraseScope).output(erasePreview),
    /**
     * `confirmed` is what the user typed or pressed; `everything` needs the word "erase". Tells how far it is and ends
     * with the receipt. It goes on when the window does not listen any more.
     */
    run: base
      .input(z.object({ scope: eraseScope, confirmed: z.string().max(100) }))
      .output(eventIterator(eraseProgress)),
    /** Ends the erasure that runs: `run` then fails with `erase-stopped`. What is erased stays erased. */
    stop: base.input(none).output(done),
  },
  transfers: {
    /** Where imports and exports stand, now and whenever that changed. */
    watch: base.input(none).output(eventIterator(transfers)),
    /** Brings in the mail of what the user chose; goes on in the background. */
    import: base.input(z.object({ ticket })).output(done),
    /** Goes on with the import that was stopped. */
    resumeImport: base.input(none).output(done),
    stopImport: base.input(none).output(done),
    /** Writes messages below the folder the user chose, not encrypted; goes on in the background. */
    export: base.input(z.object({ ticket, scope: exportScope, format: exportFormat })).output(done),
    stopExport: base.input(none).output(done),
  },
  settings: {
    get: base.input(none).output(settings),
    set: base.input(settings.partial()).output(settings),
  },
};

export type Contract = typeof contract;
