/** Writing: drafts saved as they are typed, files attached, and the way to the outbox. */

import type { ByteSource } from '#engine/channels/mail/byte-source.ts';
import { messageIdDomain } from '#engine/channels/mail/message-id.ts';
import { CALENDAR_BYTES } from '#engine/channels/mail/mime/condense.ts';
import type { QuotableHtml } from '#engine/channels/mail/mime/html/quotable.ts';
import type { ParsedMessage } from '#engine/channels/mail/mime/types.ts';
import { composeSource, type OutgoingAttachment } from '#engine/channels/mail/smtp/compose.ts';
import { ReadingError } from '#engine/reading/reading.ts';
import type { ContentFolder, StoredContent } from '#engine/store/content.ts';
import { uuidv7 } from '#engine/store/ids.ts';
import type { ServerPlace } from '#engine/store/repositories/drafts.ts';
import type { StoreAccess } from '#engine/store/store-access.ts';
import type { Draft, DraftChange, DraftOutline, ServerDraft } from '#shared/contract/drafts.ts';
import type { Attachment } from '#shared/contract/model.ts';
import { hasServer } from '#shared/contract/providers.ts';
import { pictureCid } from '#shared/text/draft-html.ts';
import { mediaProblem } from '#shared/text/media-limits.ts';
import { parsePhone } from '#shared/text/phone.ts';
import type { AnswerAs } from './answer-as.ts';
import type { DraftFile } from './attachments.ts';
import { checkMail, composeDraft, messageOf } from './compose.ts';
import type { CreateDraft } from './create.ts';
import { draftInfo } from './draft-info.ts';
import { DraftError } from './errors.ts';
import type { draftCommands, draftQueries } from './registry.ts';
import type { SendTimes } from './send.ts';
import type { TakenIn } from './server-drafts.ts';
import { readServerDraft } from './take-in.ts';
import type { TextCheck } from './text-check.ts';
import { type FilePart, Uploads } from './uploads.ts';

export interface DraftPorts {
  store: StoreAccess<typeof draftCommands, typeof draftQueries>;
  content: ContentFolder;
  /** The bytes of another message's attachment, for forwarding. */
  attachment(id: string): Promise<ByteSource>;
  /** The addresses that the header of another message says it was delivered to; none when it is not here. */
  deliveredTo(messageId: string): Promise<string[]>;
  /** Another message as it came. Rejects with ReadingError. */
  parsed(messageId: string): Promise<ParsedMessage>;
  /** The HTML of another message as it may be quoted; `null` when it has none. */
  quotable(messageId: string): Promise<QuotableHtml | null>;
  /** The part of another message that its HTML names by `cid:`. */
  inlinePart(messageId: string, contentId: string): Promise<OutgoingAttachment>;
  /** A send was queued: its hold ends then. */
  queued(accountId: string): void;
}

interface NewFile {
  /** Of the draft. */
  id: string;
  filename: string;
  contentType: string;
  /** A picture in the text. */
  inline?: boolean;
}

export interface Sending {
  actionId: string;
  holdUntil: number;
  messageId: string;
}

export interface ServerCopy {
  source: ByteSource;
  messageId: string;
  revision: number;
  previous: ServerPlace | null;
}

/** Bytes of a file that is held in memory while a message is made. */
const SMALL_FILE = 64 * 1024;

export class Drafts {
  readonly #ports: DraftPorts;
  readonly #uploads: Uploads;

  constructor(ports: DraftPorts) {
    this.#ports = ports;
    this.#uploads = new Uploads(ports.content);
  }

  list(): Promise<Draft[]> {
    return this.#ports.store.read('draft.list', null);
  }

  get(id: string): Promise<Draft | null> {
    return this.#ports.store.read('draft.get', id);
  }

  forThread(asked: { threadId: string; forwards?: string | null | undefined }): Promise<Draft | null> {
    return this.#ports.store.read('draft.ofThread', asked);
  }

  async create(input: CreateDraft): Promise<Draft> {
    return this.#ports.store.write('draft.create', await this.#delivered(input));
  }

  /** What a draft would start with; nothing is made. Rejects with DraftError `message-gone`. */
  async outline(input: CreateDraft): Promise<DraftOutline> {
    return this.#ports.store.read('draft.outline', await this.#delivered(input));
  }

  async #delivered(input: CreateDraft): Promise<CreateDraft> {
    if (input.answers === null || input.channel !== 'mail') return input;
    return { ...input, deliveredTo: await this.#ports.deliveredTo(input.answers) };
  }

  /** A begun answer goes to all, or to the author alone. Rejects with DraftError `draft-gone`, `message-gone`. */
  answerAs(input: AnswerAs): Promise<Draft> {
    return this.#ports.store.write('draft.answerAs', input);
  }

  /** What other programs left in the server's Drafts mailbox. */
  onServer(): Promise<ServerDraft[]> {
    return this.#ports.store.read('draft.onServer', null);
  }

  /** Goes on with a draft of another program; its copy on the server is replaced once it is changed. */
  async takeIn(messageId: string): Promise<Draft> {
    return this.#ports.store.write('draft.takeIn', await this.#read(messageId));
  }

  /** This mailbox was compared with the server: what other programs did to copies of drafts in it is done here. */
  async follow(mailboxId: string): Promise<void> {
    const { store } = this.#ports;
    for (const newer of await store.write('draft.noteCopies', mailboxId, 'sync')) {
      try {
        const taken = await this.#read(newer.messageId);
        await store.write('draft.adoptNewer', { ...newer, taken }, 'sync');
      } catch (error) {
        // Gone again, or not fetched whole: the next comparison finds it, or what became of it.
        if (!(error instanceof ReadingError)) throw error;
      }
    }
  }

  async #read(messageId: string): Promise<TakenIn> {
    const { parsed, quotable, content } = this.#ports;
    const message = await parsed(messageId);
    const html = message.html === null ? null : await quotable(messageId);
    return readServerDraft(messageId, message, html, content);
  }

  /** Durable when it resolves. Rejects with DraftError `draft-gone`. */
  async save(content: DraftChange): Promise<{ revision: number; savedAt: number }> {
    const saved = await this.#ports.store.write('draft.save', content);
    if (!saved) throw new DraftError('draft-gone');
    return saved;
  }

  /** Takes a part of a file; see `Uploads.add`. */
  attachPart(part: FilePart): Promise<void> {
    return this.#uploads.add(part);
  }

  /** Rejects with DraftError `draft-gone`. */
  async attach({
    content,
    ...file
  }: NewFile & { content: Uint8Array | AsyncIterable<Uint8Array> }): Promise<Attachment> {
    return this.#attach(file, await this.#ports.content.put(content));
  }

  /** Attaches a file of which all parts but the last came before. Rejects as `attach` and `attachPart` do. */
  async attachLast({ last, ...file }: NewFile & { last: FilePart }): Promise<Attachment> {
    return this.#attach(file, await this.#uploads.end(last));
  }

  async #attach({ id, inline = false, ...file }: NewFile, content: StoredContent): Promise<Attachment> {
    try {
      return await this.#ports.store.write('draft.attach', { draftId: id, ...file, content, inline });
    } catch (error) {
      await this.#ports.content.remove(content.id);
      throw error;
    }
  }

  detach(input: { id: string; attachmentId: string }): Promise<void> {
    return this.#ports.store.write('draft.detach', input);
  }

  /** What stands in the way of a text to this number, and what it may carry. */
  checkText(input: { accountId: string; to: string }): Promise<TextCheck> {
    return this.#ports.store.read('draft.checkText', input);
  }

  discard(id: string): Promise<{ actionId: string }> {
    return this.#ports.store.write('draft.discard', id);
  }

  /** Queues the revision named, held for the user's undo time or until the time that was chosen. Rejects with DraftError. */
  async send({ id, revision, ...times }: { id: string; revision: number } & SendTimes): Promise<Sending> {
    const ready = await this.#ports.store.read('draft.forSending', id);
    if (!ready || ready.sending) throw new DraftError('draft-gone');
    if (ready.draft.revision !== revision) throw new DraftError('draft-changed');
    const { account } = ready;
    if (!account) throw new DraftError('no-account');
    if (account.provider === 'sample') throw new DraftError('sample-account');
    if (!hasServer(account)) throw new DraftError('no-account');
    const send = ready.draft.channel === 'mail' ? this.#sendMail(ready, times) : this.#sendText(ready, times);
    const sent = await send;
    this.#ports.queued(account.id);
    return sent;
  }

  /** What the server's Drafts mailbox is to hold; `null` when the draft is gone or on its way out. */
  async serverCopy(id: string): Promise<ServerCopy | null> {
    const ready = await this.#ports.store.read('draft.forSending', id);
    if (!ready?.sender || ready.sending) return null;
    const { draft, sender, answered } = ready;
    // Each revision has a Message-ID of its own, so that storing it twice is found out and storing the next is not.
    const messageId = `<${draft.id}.${draft.revision}@${messageIdDomain(sender.address)}>`;
    const files = await this.#files(ready);
    // Saved again and again: what is quoted goes there as text, without the pictures in it.
    const source = await composeSource({
      ...messageOf({
        ...{ draft, messageId, sender, answered, files },
        quoted: null,
        date: draft.savedAt,
      }),
      ...(draft.deliveryReport ? { fields: draftInfo(draft) } : {}),
    });
    return { source, messageId, revision: draft.revision, previous: ready.serverPlace };
  }

  async #sendMail(ready: Ready, times: SendTimes): Promise<Sending> {
    const { draft, sender, answered, messageId } = ready;
    checkMail(draft);
    const quoted = await this.#quoted(draft);
    const files = [...(await this.#files(ready)), ...(await this.#quotedParts(draft, quoted))];
    const mail = await composeDraft(
      {
        ...{ draft, messageId, sender: sender!, answered, quoted, files },
        date: Math.max(Date.now(), times.at ?? 0),
      },
      this.#ports.content,
    );
    return this.#ports.store.write('draft.sendMail', {
      draftId: draft.id,
      revision: draft.revision,
      ...times,
      mail,
    });
  }

  async #sendText(ready: Ready, times: SendTimes): Promise<Sending> {
    const { draft, account } = ready;
    if (draft.to.length === 0) throw new DraftError('no-recipient');
    if (draft.to.length > 1) throw new DraftError('one-recipient');
    const parsed = parsePhone(draft.to[0]!.address, null);
    if (!parsed.ok) throw new DraftError('bad-recipient');
    if (draft.text.trim() === '' && draft.attachments.length === 0) throw new DraftError('nothing-to-send');
    await this.#checkFiles(ready);
    return this.#ports.store.write('draft.sendText', {
      draftId: draft.id,
      revision: draft.revision,
      ...times,
      ownNumber: account!.address,
      peer: parsed.address,
      clientRef: uuidv7(),
    });
  }

  /** Files a carrier would refuse do not get as far as the outbox; forwarded ones get bytes of their own. */
  async #checkFiles({ draft, account, files }: Ready): Promise<void> {
    if (files.length === 0) return;
    const { store } = this.#ports;
    const { limits, hasHost } = await store.read('draft.checkText', {
      accountId: account!.id,
      to: draft.to[0]!.address,
    });
    if (!limits || !hasHost) throw new DraftError('media-host-needed');
    const problem = mediaProblem(draft.attachments, limits);
    if (problem) throw new DraftError(problem.code);
    for (const { id, file, forwardedFrom } of files) if (!file) await this.#keep(id, forwardedFrom ?? '');
  }

  /** Gives a forwarded file bytes of its own. Rejects with ReadingError. */
  async #keep(attachmentId: string, forwardedFrom: string): Promise<StoredContent> {
    const { attachment, content, store } = this.#ports;
    const kept = await content.put((await attachment(forwardedFrom)).open());
    await store.write('draft.keepBytes', { attachmentId, content: kept });
    return kept;
  }

  /** The files of the draft; of pictures in the text those that are still in it. */
  async #files({ draft, files }: Ready): Promise<OutgoingAttachment[]> {
    const { html } = draft;
    const wanted = files.filter(
      ({ id, inline }) => !inline || html === null || html.includes(`cid:${pictureCid(id)}`),
    );
    const parts: OutgoingAttachment[] = [];
    for (const file of wanted) {
      const { id, filename, contentType, inline } = file;
      const part = { filename, contentType, content: await this.#bytes(file) };
      parts.push(inline && html !== null ? { ...part, contentId: pictureCid(id) } : part);
    }
    return parts;
  }

  /** What is small is at hand; the rest is read when it is sent. */
  async #bytes({
    id,
    file,
    contentType,
    size,
    forwardedFrom,
  }: DraftFile): Promise<OutgoingAttachment['content']> {
    const { attachment, content } = this.#ports;
    const small = size <= (contentType === 'text/calendar' ? CALENDAR_BYTES : SMALL_FILE);
    if (!file && small) return Buffer.concat(await (await attachment(forwardedFrom ?? '')).open().toArray());
    const stored = file ?? (await this.#keep(id, forwardedFrom ?? ''));
    if (small) return content.read(stored);
    return { size: stored.size, sha256: stored.sha256, open: () => content.open(stored) };
  }

  /** What a draft with formatting quotes; a mail that is gone meanwhile is quoted by the text the draft holds. */
  async #quoted({ html, quote, answers }: Draft): Promise<QuotableHtml | null> {
    if (html === null || quote.trim() === '' || answers === null) return null;
    try {
      return await this.#ports.quotable(answers);
    } catch (error) {
      if (error instanceof ReadingError) return null;
      throw error;
    }
  }

  /** The pictures that the quoted HTML shows. */
  async #quotedParts({ answers }: Draft, quoted: QuotableHtml | null): Promise<OutgoingAttachment[]> {
    const parts: OutgoingAttachment[] = [];
    for (const contentId of quoted?.parts ?? [])
      parts.push({ ...(await this.#ports.inlinePart(answers!, contentId)), contentId });
    return parts;
  }
}

type Ready = NonNullable<ReturnType<(typeof draftQueries)['draft.forSending']>>;
