/** The ingest's commands and queries by the names the rest of the engine calls them. */
import { saveMailboxState } from '#engine/store/repositories/mailboxes.ts';
import { commitLargeSource, ingestMail } from './mail.ts';
import {
  applyFlags,
  expunge,
  finishReset,
  incompleteUids,
  knownFlags,
  knownUids,
  mailboxRecords,
  rematch,
  resetMailbox,
  sweepGone,
  upsertMailboxes,
} from './mailbox.ts';
import { answerReview } from './opt-outs.ts';
import {
  acceptTextByUser,
  boundRemoteIds,
  claimNextText,
  listNonTerminal,
  listPendingMedia,
  listUnresolved,
  markRefreshed,
  markTextAmbiguous,
  markTextNeedsHuman,
  markTextRetry,
  markWireStarted,
  nextTextDueAt,
  outMedia,
  recordTextMiss,
  recoverInterrupted,
} from './text-outbox.ts';
import {
  applyTextEvents,
  failText,
  loadCursor,
  markAccepted,
  noteMediaFailure,
  saveTextMedia,
} from './texts.ts';

export const ingestCommands = {
  'mail.ingest': ingestMail,
  'mail.commitLargeSource': commitLargeSource,
  'mail.sweepGone': sweepGone,
  'mailbox.put': upsertMailboxes,
  'mailbox.reset': resetMailbox,
  'mailbox.rematch': rematch,
  'mailbox.finishReset': finishReset,
  'mailbox.applyFlags': applyFlags,
  'mailbox.expunge': expunge,
  'mailbox.saveState': saveMailboxState,
  'text.applyEvents': applyTextEvents,
  'text.answerReview': answerReview,
  'text.recover': recoverInterrupted,
  'text.claim': claimNextText,
  'text.wireStarted': markWireStarted,
  'text.accepted': markAccepted,
  'text.failed': failText,
  'text.retry': markTextRetry,
  'text.ambiguous': markTextAmbiguous,
  'text.needsHuman': markTextNeedsHuman,
  'text.miss': recordTextMiss,
  'text.acceptByUser': acceptTextByUser,
  'text.refreshed': markRefreshed,
  'text.saveMedia': saveTextMedia,
  'text.mediaFailed': noteMediaFailure,
};

export const ingestQueries = {
  'mailbox.list': mailboxRecords,
  'mailbox.knownUids': knownUids,
  'mailbox.knownFlags': knownFlags,
  'mailbox.incompleteUids': incompleteUids,
  'text.cursor': loadCursor,
  'text.nextDueAt': nextTextDueAt,
  'text.unresolved': listUnresolved,
  'text.boundRemoteIds': boundRemoteIds,
  'text.nonTerminal': listNonTerminal,
  'text.pendingMedia': listPendingMedia,
  'text.outMedia': outMedia,
};
