/** What the composer shows of a draft, and how it begins. */
import type { Draft, DraftChange, DraftOutline } from '#shared/contract/drafts.ts';
import type { Attachment } from '#shared/contract/model.ts';
import type { engine } from '../../app/engine.ts';
import type { toErrorInfo } from '../../app/errors.ts';

export type DraftFields = Omit<DraftChange, 'id'>;

export type CreateInput = Parameters<typeof engine.drafts.create>[0];

export interface DraftState {
  id: string | null;
  mode: Draft['mode'];
  /** The message it answers or forwards. */
  answers: string | null;
  fields: DraftFields;
  attachments: readonly Attachment[];
  /** Files on their way into the draft. */
  attaching: readonly Attaching[];
  savedAt: number | null;
  serverSavedAt: number | null;
  saving: 'none' | 'waiting' | 'running' | 'saved' | 'failed';
  /** Why the last attempt to save failed; stays until one goes through. */
  error: ReturnType<typeof toErrorInfo> | null;
  /** What is to be known about the draft, once told while it is written. */
  notice: Draft['error'];
}

export interface Attaching {
  name: string;
  /** From 0 to 1; `null`: it is small. */
  done: number | null;
}

export function fieldsOf(draft: Draft): DraftFields {
  const { channel, accountId, to, cc, bcc, subject, text, html, quote, senderId, signature } = draft;
  const { deliveryReport, remindAt } = draft;
  return {
    ...{ channel, accountId, to, cc, bcc, subject, text, html, quote, senderId, signature },
    ...{ deliveryReport, remindAt },
  };
}

/** Of a draft that is there. */
export function stateOf(draft: Draft): DraftState {
  const { id, mode, answers, attachments, savedAt, serverSavedAt, error: notice } = draft;
  return {
    ...{ id, mode, answers, fields: fieldsOf(draft), attachments, attaching: [] },
    ...{ savedAt, serverSavedAt, saving: 'saved', error: null, notice },
  };
}

/** Of a draft that is not made yet. */
export function blankState({ channel, accountId, to, mode, answers, rich }: CreateInput): DraftState {
  const html = rich && channel === 'mail' ? '' : null;
  const fields: DraftFields = {
    ...{ channel, accountId, to, cc: [], bcc: [] },
    ...{
      subject: '',
      text: '',
      html,
      quote: '',
      senderId: null,
      signature: true,
      deliveryReport: false,
      remindAt: null,
    },
  };
  return {
    ...{ id: null, mode, answers, fields, attachments: [], attaching: [] },
    ...{ savedAt: null, serverSavedAt: null, saving: 'none', error: null, notice: null },
  };
}

/** What the engine fills in; where something was `typed` already, that counts. */
export function filled(fields: DraftFields, outline: DraftOutline, typed: boolean): DraftFields {
  const { accountId, to, cc, subject, quote, senderId } = outline;
  if (!typed) return { ...fields, accountId, to, cc, subject, quote, senderId };
  return {
    ...fields,
    ...(fields.to.length + fields.cc.length === 0 ? { to, cc } : {}),
    accountId: fields.accountId ?? accountId,
    subject: fields.subject || subject,
    quote: fields.quote || quote,
    senderId: fields.senderId ?? senderId,
  };
}

/** Whether a time that was chosen is past: the draft was left lying. */
export const isOver = (time: number): boolean => time <= Date.now();
