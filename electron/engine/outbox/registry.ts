/** The outbox's commands and queries by the names the rest of the engine calls them. */
import { act, separateThread, starMessage } from '#engine/actions/act.ts';
import { claimNext, nextDueAt } from '#engine/actions/claim.ts';
import { pruneActions } from '#engine/actions/journal.ts';
import {
  fail,
  provenNotSent,
  recoverActions,
  retryLater,
  retryNow,
  unsure,
  waitForRepair,
  wireStarted,
} from '#engine/actions/lifecycle.ts';
import { listOutbox } from '#engine/actions/outbox.ts';
import { answer } from '#engine/actions/people-acts.ts';
import { makeUndo } from '#engine/actions/undo.ts';
import { undoDiscard } from '#engine/drafts/discard.ts';
import { undoAnswer } from '#engine/invitations/answer.ts';
import { undoGroup } from '#engine/people/groups.ts';
import { undoRemoveRule } from '#engine/rules/rules.ts';
import { noteRunUndone } from '#engine/rules/run.ts';
import { undoRemoveSection } from '#engine/sections/sections.ts';
import { undoWord } from '#engine/spelling/words.ts';
import { noteServerCopy } from '#engine/store/repositories/drafts.ts';
import { addMailbox } from '#engine/store/repositories/mailboxes.ts';
import type { Database, Tx } from '#engine/store/transaction.ts';
import { fateOf } from './fate.ts';
import { replaceSource } from './late-date.ts';
import { confirmAction, findMailbox, outgoingMail, resolveAction } from './sends.ts';
import { sendOfAction } from './text-sends.ts';

const undo = makeUndo({
  'custom:discard': undoDiscard,
  'custom:answer': undoAnswer,
  'custom:rule': undoRemoveRule,
  'custom:section': undoRemoveSection,
  'custom:word': undoWord,
  'custom:group': undoGroup,
});

export const outboxCommands = {
  'threads.act': act,
  'threads.separate': separateThread,
  'messages.star': starMessage,
  'people.answer': answer,
  'actions.undo': (tx: Tx, args: { actionId: string }) => {
    const result = undo(tx, args);
    if (result.undone) noteRunUndone(tx, args.actionId);
    return result;
  },
  'actions.prune': pruneActions,
  'outbox.claim': claimNext,
  'outbox.wireStarted': wireStarted,
  'outbox.confirm': confirmAction,
  'outbox.retryLater': retryLater,
  'outbox.waitForRepair': waitForRepair,
  'outbox.fail': fail,
  'outbox.unsure': unsure,
  'outbox.provenNotSent': provenNotSent,
  'outbox.recover': recoverActions,
  'outbox.retryNow': retryNow,
  'outbox.resolve': resolveAction,
  'outbox.addMailbox': addMailbox,
  'outbox.replaceSource': replaceSource,
  'draft.noteServerCopy': noteServerCopy,
};

export const outboxQueries = {
  'outbox.list': (db: Database, _: null) => listOutbox(db),
  'outbox.nextDueAt': (db: Database, _: null) => nextDueAt(db),
  'outbox.outgoing': outgoingMail,
  'outbox.mailbox': findMailbox,
  'outbox.textSend': sendOfAction,
  'outbox.fate': fateOf,
};
