/** The journal's rows: what the user did, and how far its remote effect is. */
import { TypedError } from '#shared/errors/typed-error.ts';
import type { Decision } from '../people/decisions.ts';
import type { ChoiceChange } from './choices.ts';

/**
 * The remote effect. The runner performs all but two: `text.send` is the text channel's own protocol, whose progress
 * is mirrored here for the outbox, and `local` has no remote effect.
 */
export type ActionKind =
  | 'mail.flags'
  | 'mail.move'
  | 'mail.send'
  | 'mail.file-sent'
  | 'mail.draft-save'
  | 'mail.draft-discard'
  | 'text.send'
  | 'local';

/**
 * held: may be undone until `hold_until` → queued → running → done. waiting: will be tried again at `next_at`.
 * failed: waits for the user. unsure: a send that may have arrived; looked up at `next_at`, or, without one, the user
 * must say. cancelled: undone before it had an effect.
 */
export type ActionState =
  | 'held'
  | 'queued'
  | 'running'
  | 'waiting'
  | 'failed'
  | 'unsure'
  | 'done'
  | 'cancelled';

export interface ActionRow {
  id: string;
  group_id: string;
  kind: ActionKind;
  account_id: string | null;
  lane: string;
  title: string;
  payload: string;
  undo: string | null;
  state: ActionState;
  message_row: number | null;
  thread_id: string | null;
  hold_until: number | null;
  next_at: number | null;
  /** From here on it may have had an effect on the server. */
  wire_started_at: number | null;
  attempts: number;
  error: string | null;
  created_at: number;
  finished_at: number | null;
}

export interface FlagsPayload {
  /** As the server knows them (RFC 9051 section 2.3.2): \Seen, \Flagged, or the keyword of a label. */
  add: string[];
  remove: string[];
}

export type MailboxTarget =
  | { role: 'inbox' | 'archive' | 'sent' | 'drafts' | 'trash' | 'junk' }
  | { mailboxId: string };

export interface MovePayload {
  to: MailboxTarget;
  /** Which copies move: those in the inbox, all, or the one the message was shown in. */
  from: 'inbox' | 'all' | 'shown';
}

export interface SendPayload {
  /** `null`: it was made by one click and never was a draft. */
  draftId: string | null;
  /** With angle brackets; made with the draft, the same for every attempt. */
  messageId: string;
  /** The time the user chose for it, in milliseconds since the epoch; `null`, or missing: at once. */
  planned?: number | null;
  /** The servers on its way are asked to report its delivery; missing: they are not. */
  deliveryReport?: boolean;
  /** Its bytes may have left once: every later attempt sends the same ones. */
  begun?: boolean;
}

/** How the local effect is taken back. Other kinds are the caller's, see `makeUndo`. */
export type UndoData =
  | { kind: 'messages'; choices: ChoiceChange[]; removedLabel?: string }
  | { kind: 'send'; draftId: string }
  | { kind: 'separate-thread'; contactId: string; separate: boolean }
  | { kind: 'decision'; decision: Decision }
  | { kind: `custom:${string}`; [data: string]: unknown };

/** Why an action cannot be done. */
export class ActionError extends TypedError<
  'no-mailbox' | 'no-action' | 'no-thread' | 'no-message' | 'no-time' | 'not-unsure' | 'not-joined'
> {
  override readonly name = 'ActionError';
}
