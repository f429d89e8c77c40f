/**
 * One draft being written. It lives outside the components, so that leaving a thread and coming back, or the
 * window closing a pane, never loses a keystroke: what changed is saved 300 ms later, or at once when flushed.
 */
import type { Draft } from '#shared/contract/drafts.ts';
import type { Attachment } from '#shared/contract/model.ts';
import { textToHtml } from '#shared/text/draft-html.ts';
import { engine } from '../../app/engine.ts';
import { toErrorInfo } from '../../app/errors.ts';
import {
  type Attaching,
  blankState,
  type CreateInput,
  type DraftFields,
  type DraftState,
  fieldsOf,
  filled,
  isOver,
  stateOf,
} from './draft-state.ts';
import { sendParts } from './send-parts.ts';

const saveAfterMs = 300;
const retryAfterMs = 2000;
/** How long what cannot be saved is tried again before the window may say so. */
const settleMs = 2500;

export class DraftSession {
  #state: DraftState;
  #revision = 0;
  #dirty = false;
  /** Whether the engine's draft knows which message it answers. */
  #answering = false;
  /** What the engine fills in is shown, though nothing is kept yet. */
  #outlined = false;
  #ended = false;
  /** How much is asked of the engine just now. */
  #asking = 0;
  /** Mail is written with formatting. */
  #rich: boolean;
  /** The formatting that was given up, with the text it belonged to. */
  #aside: { html: string; text: string } | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  #files: Promise<unknown> = Promise.resolve();
  readonly #create: CreateInput | null;
  readonly #listeners = new Set<() => void>();

  private constructor(state: DraftState, create: CreateInput | null, revision: number) {
    this.#state = state;
    this.#create = create;
    this.#revision = revision;
    this.#rich = create?.rich ?? state.fields.html !== null;
  }

  /** Goes on with a draft that is there. */
  static from(draft: Draft): DraftSession {
    return new DraftSession(stateOf(draft), null, draft.revision);
  }

  /** A draft that comes to be with the first change. */
  static blank(create: CreateInput): DraftSession {
    return new DraftSession(blankState(create), create, 0);
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  snapshot = (): DraftState => this.#state;

  #set(part: Partial<DraftState>): void {
    this.#state = { ...this.#state, ...part };
    for (const listener of this.#listeners) listener();
  }

  /** Whether something is not saved yet. */
  get unsaved(): boolean {
    return this.#dirty && !this.#ended;
  }

  /** Whether the user did anything in it; what was only opened leaves nothing behind. */
  get begun(): boolean {
    const { id, attaching } = this.#state;
    return id !== null || this.#dirty || attaching.length > 0;
  }

  /** Of the draft as it was saved last. */
  get revision(): number {
    return this.#revision;
  }

  /** Whether there is anything in it that the user put there. */
  get empty(): boolean {
    const { fields, attachments, attaching } = this.#state;
    return fields.text.trim() === '' && attachments.length === 0 && attaching.length === 0;
  }

  /** Changes some fields and saves soon. Text given without its formatting has none. */
  change(part: Partial<DraftFields>): void {
    this.#dirty = true;
    if (part.text !== undefined && part.html === undefined && this.#state.fields.html !== null)
      part = { ...part, html: textToHtml(part.text) };
    this.#set({ fields: { ...this.#state.fields, ...part }, saving: 'waiting' });
    this.#schedule(saveAfterMs);
  }

  /**
   * Goes on with the same text on another channel. A draft begun as a text does not know what a mail would
   * answer, so a mail is begun anew; files cannot be carried over and keep the draft as it is.
   */
  switchTo(
    part: Pick<DraftFields, 'channel' | 'accountId' | 'to' | 'cc' | 'bcc'> &
      Partial<Pick<DraftFields, 'senderId'>>,
  ): void {
    const { id, attachments, attaching } = this.#state;
    const bare = attachments.length + attaching.length === 0;
    if (id && part.channel === 'mail' && this.#create?.answers && !this.#answering && bare) {
      void this.#next(() => engine.drafts.discard({ id })).catch(() => undefined);
      this.#set({ id: null, savedAt: null, serverSavedAt: null });
    }
    this.change({ ...part, html: part.channel === 'mail' && this.#rich ? this.#formatted() : this.#plain() });
  }

  /** Goes on with formatting or without; with it comes back what there was, if the text is still the same. */
  format(rich: boolean): void {
    this.#rich = rich;
    this.change({ html: rich ? this.#formatted() : this.#plain() });
  }

  #formatted(): string {
    const { html, text } = this.#state.fields;
    return html ?? (this.#aside?.text === text ? this.#aside.html : textToHtml(text));
  }

  #plain(): null {
    const { html, text } = this.#state.fields;
    if (html !== null) this.#aside = { html, text };
    return null;
  }

  #schedule(delay: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush().catch(() => undefined), delay);
  }

  /** One thing at a time, in the order asked for. */
  #next<T>(work: () => Promise<T>): Promise<T> {
    this.#asking++;
    const run = this.#queue.then(work, work).finally(() => {
      this.#asking--;
    });
    this.#queue = run.catch(() => undefined);
    return run;
  }

  #newDraft(): CreateInput {
    if (!this.#create) throw new Error('a draft without an id must say how it is created');
    const { channel, accountId, to } = this.#state.fields;
    // A text answers nobody's message in particular: only mail has a header that says so.
    const answers = channel === 'mail' ? this.#create.answers : null;
    return { ...this.#create, channel, accountId, to, answers };
  }

  async #ensure(): Promise<string> {
    if (this.#state.id) return this.#state.id;
    const input = this.#newDraft();
    const draft = await engine.drafts.create(input);
    this.#answering = input.answers !== null;
    this.#revision = draft.revision;
    const { mode, answers, attachments } = draft;
    // What was shown before anything was kept is what the user went on with.
    const fields = this.#outlined ? this.#state.fields : filled(this.#state.fields, draft, this.#dirty);
    if (this.#outlined) this.#dirty = true;
    this.#set({ id: draft.id, mode, answers, fields, attachments });
    return draft.id;
  }

  /** Shows what the engine fills in. Nothing is kept until something is changed. */
  begin(): Promise<void> {
    return this.#next(async () => {
      if (this.#state.id || this.#ended) return;
      const outline = await engine.drafts.outline(this.#newDraft());
      this.#outlined = true;
      const fields = filled(this.#state.fields, outline, this.#dirty);
      this.#set({ fields, attachments: outline.attachments });
    });
  }

  /** A begun answer goes to all, or to the author alone; what was written stays. `answers`: if it answers no mail yet. */
  async answerAs(mode: 'reply' | 'reply-all', answers: string | null): Promise<void> {
    const { id } = await this.flush();
    await this.#next(async () => {
      const draft = await engine.drafts.answerAs({ id, mode, answers });
      const { to, cc, subject, quote } = draft;
      this.#revision = draft.revision;
      this.#answering = draft.answers !== null;
      this.#set({ mode, answers: draft.answers, fields: { ...this.#state.fields, to, cc, subject, quote } });
    });
  }

  /** Saves what is not saved. Returns the id and the revision that hold everything typed so far. */
  flush(): Promise<{ id: string; revision: number }> {
    clearTimeout(this.#timer);
    return this.#next(async () => {
      if (this.#ended) throw new Error('the draft is gone');
      try {
        const id = await this.#ensure();
        if (!this.#dirty) return { id, revision: this.#revision };
        this.#dirty = false;
        this.#set({ saving: 'running' });
        const base = this.#revision;
        const { revision, savedAt } = await engine.drafts.save({ id, ...this.#state.fields, base });
        this.#revision = revision;
        this.#set({ savedAt, saving: this.#dirty ? 'waiting' : 'saved', error: null });
        return { id, revision };
      } catch (error) {
        this.#dirty = true;
        this.#set({ saving: 'failed', error: toErrorInfo(error) });
        this.#schedule(retryAfterMs);
        throw error;
      }
    });
  }

  /** What the engine has of the draft, which another program may have written: it is shown unless something was typed. */
  take(draft: Draft): void {
    if (draft.id !== this.#state.id || this.#ended) return;
    if (draft.error && draft.error.code !== this.#state.notice?.code) this.#set({ notice: draft.error });
    if (this.#dirty || this.#asking > 0 || draft.revision <= this.#revision) return;
    this.#revision = draft.revision;
    this.#rich = draft.html !== null;
    this.#set({
      fields: fieldsOf(draft),
      attachments: draft.attachments,
      savedAt: draft.savedAt,
      serverSavedAt: draft.serverSavedAt,
    });
  }

  /** Saves what is not saved, and tries again for a moment; resolves to whether everything is. */
  async settle(): Promise<boolean> {
    for (const until = Date.now() + settleMs; this.unsaved; ) {
      const saved = await this.flush().catch(() => null);
      if (saved === null && Date.now() > until) return false;
      if (saved === null) await new Promise((resolve) => setTimeout(resolve, saveAfterMs));
    }
    await this.#files;
    await this.#queue;
    return true;
  }

  /** Saves if anything waits; for leaving. */
  leave(): void {
    if (this.#dirty && !this.#ended) void this.flush().catch(() => undefined);
  }

  /** `inline`: a picture in the text. Resolves to `null` when the draft was thrown away meanwhile. */
  async attach(file: File, inline = false): Promise<Attachment | null> {
    let mine: Attaching = { name: file.name, done: null };
    this.#set({ attaching: [...this.#state.attaching, mine] });
    const onPart = (done: number) => {
      const before = mine;
      mine = { ...before, done };
      this.#set({ attaching: this.#state.attaching.map((one) => (one === before ? mine : one)) });
    };
    // One file after the other; what is typed meanwhile is saved between their parts.
    const run = this.#files.then(() => this.#bring(file, inline, onPart));
    this.#files = run.catch(() => undefined);
    let attached: Attachment | null;
    try {
      attached = await run;
    } finally {
      this.#set({ attaching: this.#state.attaching.filter((one) => one !== mine) });
    }
    if (attached === null) return null;
    // Attaching makes a new revision; saving tells which.
    this.#dirty = true;
    await this.flush();
    return attached;
  }

  async #bring(file: File, inline: boolean, onPart: (done: number) => void): Promise<Attachment | null> {
    const last = await sendParts(file, onPart, () => this.#ended);
    return this.#next(async () => {
      if (this.#ended || last === null) return null;
      const id = await this.#ensure();
      const contentType = file.type || 'application/octet-stream';
      const added = await engine.drafts.attach({ id, filename: file.name, contentType, inline, ...last });
      this.#set({ attachments: [...this.#state.attachments, added] });
      return added;
    });
  }

  async detach(attachmentId: string): Promise<void> {
    const place = this.#state.attachments.findIndex(({ id }) => id === attachmentId);
    await this.#next(async () => {
      const id = await this.#ensure();
      // What was only shown has got an id of its own, in the same place.
      const attached = this.#state.attachments;
      const file = attached.find((one) => one.id === attachmentId) ?? attached[place];
      if (!file) return;
      await engine.drafts.detach({ id, attachmentId: file.id });
      this.#set({ attachments: attached.filter((one) => one !== file) });
    });
    this.#dirty = true;
    await this.flush();
  }

  /** Queues it; the session is over when this resolves. */
  async send(at: number | null = null): Promise<{ actionId: string; holdUntil: number; messageId: string }> {
    const saved = await this.flush();
    const { remindAt } = this.#state.fields;
    const result = await this.#next(() =>
      engine.drafts.send({ ...saved, at, remindAt: remindAt !== null && isOver(remindAt) ? null : remindAt }),
    );
    this.end();
    return result;
  }

  /** Throws it away; returns the action that takes that back, or null when nothing had been kept. */
  async discard(): Promise<string | null> {
    clearTimeout(this.#timer);
    this.#dirty = false;
    const id = this.#state.id;
    this.end();
    if (!id) return null;
    return (await this.#next(() => engine.drafts.discard({ id }))).actionId;
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#ended = true;
    this.#dirty = false;
  }
}
