/** The drafts' commands and queries by the names the rest of the engine calls them. */
import { draftOfThread, getDraftRow, listDrafts, toDraft } from '#engine/store/repositories/drafts.ts';
import type { Database } from '#engine/store/transaction.ts';
import { answerAs } from './answer-as.ts';
import { attachToDraft, detachFromDraft, keepBytes } from './attachments.ts';
import { createDraft, outlineDraft } from './create.ts';
import { discardDraft, sweepDiscarded } from './discard.ts';
import { adoptNewer, noteCopies } from './follow.ts';
import { draftForSending } from './for-sending.ts';
import { saveAndMirror } from './mirror.ts';
import { sendMailDraft, sendTextDraft } from './send.ts';
import { listServerDrafts, takeInDraft } from './server-drafts.ts';
import { checkText } from './text-check.ts';

export const draftCommands = {
  'draft.create': createDraft,
  'draft.answerAs': answerAs,
  'draft.takeIn': takeInDraft,
  'draft.noteCopies': noteCopies,
  'draft.adoptNewer': adoptNewer,
  'draft.save': saveAndMirror,
  'draft.attach': attachToDraft,
  'draft.detach': detachFromDraft,
  'draft.keepBytes': keepBytes,
  'draft.discard': discardDraft,
  'draft.sendMail': sendMailDraft,
  'draft.sendText': sendTextDraft,
  'draft.sweep': sweepDiscarded,
};

export const draftQueries = {
  'draft.list': (db: Database, _: null) => listDrafts(db),
  'draft.onServer': (db: Database, _: null) => listServerDrafts(db),
  'draft.get': (db: Database, id: string) => {
    const row = getDraftRow(db, id);
    return row && toDraft(db, row);
  },
  'draft.ofThread': draftOfThread,
  'draft.outline': outlineDraft,
  'draft.forSending': draftForSending,
  'draft.checkText': checkText,
};
