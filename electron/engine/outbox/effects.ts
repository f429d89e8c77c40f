/** The journal's remote effects on mail servers. Each may be repeated, except the sending itself. */

import type { MailRuntime } from '#engine/accounts/mail-runtime.ts';
import { type ClaimedAction, ELSEWHERE } from '#engine/actions/claim.ts';
import type { FlagsPayload, MailboxTarget, MovePayload, SendPayload } from '#engine/actions/model.ts';
import type { Effect, EffectOutcome, LookUp, PerformedKind } from '#engine/actions/runner.ts';
import type { MovedLocation, TargetLocation } from '#engine/actions/targets.ts';
import type { ByteSource } from '#engine/channels/mail/byte-source.ts';
import { isBeforeAnyCommand, isUnreachable, MailError } from '#engine/channels/mail/errors.ts';
import type { RemoteMailboxes } from '#engine/channels/mail/imap/remote-effects.ts';
import { bareMessageId } from '#engine/channels/mail/message-id.ts';
import type { RejectedRecipient } from '#engine/channels/mail/smtp/outcome.ts';
import { sendMail } from '#engine/channels/mail/smtp/send.ts';
import { fileSent, serverSavesSent } from '#engine/channels/mail/smtp/sent-copy.ts';
import type { Drafts } from '#engine/drafts/drafts.ts';
import type { StoredSource } from '#engine/reading/stored-mail.ts';
import type { ContentFolder } from '#engine/store/content.ts';
import type { StoreAccess } from '#engine/store/store-access.ts';
import type { ErrorInfo } from '#shared/contract/model.ts';
import { leavesLate, storeDated } from './late-date.ts';
import type { outboxCommands, outboxQueries } from './registry.ts';

export interface EffectPorts {
  store: StoreAccess<typeof outboxCommands, typeof outboxQueries>;
  /** The account while it runs; `null` for one that has no server. */
  mail(accountId: string): MailRuntime | null;
  /** Whether the account has no server at all: its effects are done when they are recorded. */
  isLocal(accountId: string): Promise<boolean>;
  /** A source where it is stored. */
  source(stored: StoredSource): Promise<ByteSource>;
  content: ContentFolder;
  drafts: Drafts;
  log: (event: string, facts: Record<string, string | number | boolean | null>) => void;
}

/** The next sync finds out what these are about. */
const AFTER_SYNC = new Set(['uidvalidity-changed']);
/** Milliseconds a send that was under way when the computer fell asleep has to come to an end. */
const AFTER_WAKING_MS = 20_000;
const FINAL = new Set(['mailbox-missing', 'message-too-large', 'no-permission']);

/** Nothing is wrong with the act: the server is not there, or the account is not running just now. */
const passes = (error: MailError) => isUnreachable(error) || error.code === 'canceled';

function outcomeOf(error: unknown): EffectOutcome {
  if (!(error instanceof MailError)) throw error;
  if (FINAL.has(error.code)) return { outcome: 'failed', error: error.toInfo() };
  const offline = passes(error) || AFTER_SYNC.has(error.code);
  return { outcome: 'retry', error: error.toInfo(), offline, reached: !isBeforeAnyCommand(error) };
}

export class MailEffects {
  readonly #ports: EffectPorts;
  /** By action: the whole syncs that look for its messages. */
  readonly #searches = new Map<string, 'running' | 'ended'>();
  /** What gives up each send that is under way. */
  readonly #sending = new Set<AbortController>();

  constructor(ports: EffectPorts) {
    this.#ports = ports;
  }

  /** What the runner performs, by kind. */
  get effects(): Record<PerformedKind, Effect> {
    return {
      'mail.flags': this.#guarded((action, runtime) => this.#flags(action, runtime)),
      'mail.move': this.#guarded((action, runtime) => this.#move(action, runtime)),
      'mail.send': this.#guarded((action, runtime, beforeWire) => this.#send(action, runtime, beforeWire)),
      'mail.file-sent': this.#guarded((action, runtime) => this.#fileSent(action, runtime)),
      'mail.draft-save': this.#guarded((action, runtime) => this.#saveDraft(action, runtime)),
      'mail.draft-discard': this.#guarded((action, runtime) => this.#discardDraft(action, runtime)),
    };
  }

  /**
   * The computer woke up. A connection that died meanwhile says nothing, and a server may take ten minutes for its
   * answer, so what was under way has only a moment left.
   */
  woke(): void {
    const before = [...this.#sending];
    setTimeout(() => {
      for (const send of before) send.abort(ASLEEP);
    }, AFTER_WAKING_MS).unref();
  }

  /** Looks whether a mail arrived: a copy of it in Sent is the proof. */
  async wasSent(action: ClaimedAction): Promise<LookUp> {
    const runtime = this.#require(action.accountId);
    const mail = await this.#ports.store.read('outbox.outgoing', { messageRow: action.messageRow! });
    if (!mail) return { found: 'sent' };
    const sent = await this.#known(action.accountId, { role: 'sent' });
    if (sent) {
      const places = await runtime.imap.remote.findByMessageId(sent.path, mail.messageId);
      if (places.length > 0) return { found: 'sent' };
    }
    // Only a server that files sent mail by itself would show it there; elsewhere its absence proves nothing.
    const tells = serverSavesSent(runtime.settings.smtp.host);
    if (tells && action.attempts >= 3) return { found: 'not-sent' };
    return {
      found: 'unknown',
      final: !tells,
      error: {
        code: 'may-have-been-sent',
        message: 'The server never answered, so this message may or may not have been sent.',
        advice: 'Ask the recipient or look in Sent elsewhere, then send it again or mark it as sent.',
        detail: null,
      },
    };
  }

  #guarded(
    run: (
      action: ClaimedAction,
      runtime: MailRuntime,
      beforeWire: () => Promise<void>,
    ) => Promise<EffectOutcome>,
  ): Effect {
    return async (action, beforeWire) => {
      if (await this.#ports.isLocal(action.accountId)) return { outcome: 'done' };
      let runtime: MailRuntime | undefined;
      try {
        runtime = this.#require(action.accountId);
        return await run(action, runtime, beforeWire);
      } catch (error) {
        if (runtime && error instanceof MailError && error.code === 'mailbox-missing') {
          // Perhaps another program renamed it: a whole sync tells, once.
          if (this.#searches.get(action.id) !== 'ended')
            return this.#afterSearch(action.id, runtime, error.toInfo());
          this.#searches.delete(action.id);
        }
        return outcomeOf(error);
      }
    };
  }

  #require(accountId: string): MailRuntime {
    const runtime = this.#ports.mail(accountId);
    if (runtime) return runtime;
    throw new MailError('canceled', 'The account is not connected just now.', 'Skein goes on when it is.');
  }

  async #flags(action: ClaimedAction, runtime: MailRuntime): Promise<EffectOutcome> {
    const { add, remove } = action.payload as FlagsPayload;
    let missing = 0;
    const unkept = new Set<string>();
    for (const [place, uids] of byMailbox(action.targets.flatMap((target) => target.locations))) {
      const { remote } = runtime.imap;
      const { gone, keepsKeywords } = await remote.setFlags(place.path, place.uidValidity, uids, add, remove);
      missing += gone.length;
      if (!keepsKeywords && add.every((flag) => !flag.startsWith('\\'))) unkept.add(place.mailboxId);
    }
    const targets = action.targets.map((target) => ({
      ...target,
      locations: target.locations.filter(({ mailboxId }) => !unkept.has(mailboxId)),
    }));
    return this.#unlessElsewhere(action, runtime, missing, { outcome: 'done', targets });
  }

  async #move(action: ClaimedAction, runtime: MailRuntime): Promise<EffectOutcome> {
    const { to } = action.payload as MovePayload;
    const target = await this.#mailbox(action.accountId, runtime.imap.remote, to);
    const ids = new Map(
      action.targets.flatMap((t) => t.locations.map((l) => [`${l.mailboxId} ${l.uid}`, t.messageId])),
    );
    const moved: MovedLocation[] = [];
    let missing = 0;
    for (const [place, uids] of byMailbox(action.targets.flatMap((t) => t.locations))) {
      const messages = uids.map((uid) => ({ uid, messageId: ids.get(`${place.mailboxId} ${uid}`) ?? null }));
      const result = await runtime.imap.remote.move(place.path, place.uidValidity, messages, target.path);
      for (const { uid, newUid } of result.moved)
        moved.push({
          mailboxId: place.mailboxId,
          uid,
          toMailboxId: target.id,
          toUid: newUid,
          valid: { from: place.uidValidity, to: result.uidValidity },
        });
      missing += result.missing.length;
    }
    return this.#unlessElsewhere(action, runtime, missing, { outcome: 'done', moved });
  }

  /**
   * Another program moved or deleted a message: a sync finds out where it lies now, and then it is done there. What a
   * whole sync found nowhere is gone, and there is nothing to do to it.
   */
  #unlessElsewhere(
    { id, unplaced }: ClaimedAction,
    runtime: MailRuntime,
    missing: number,
    done: EffectOutcome,
  ): EffectOutcome {
    const known = missing === 0 && (!unplaced || this.#searches.get(id) === 'ended');
    if (known) {
      this.#searches.delete(id);
      return done;
    }
    return this.#afterSearch(id, runtime, ELSEWHERE);
  }

  #afterSearch(id: string, { imap }: MailRuntime, error: ErrorInfo): EffectOutcome {
    if (this.#searches.get(id) !== 'running') {
      this.#searches.set(id, 'running');
      imap.syncNow().then(
        () => this.#searches.set(id, 'ended'),
        () => this.#searches.delete(id),
      );
    }
    return { outcome: 'retry', error, offline: true };
  }

  /** A mailbox of the account; one of the usual ones is made where the server has none. */
  async #mailbox(accountId: string, remote: RemoteMailboxes, which: MailboxTarget): Promise<Mailbox> {
    const known = await this.#known(accountId, which);
    if (known) return known;
    if ('mailboxId' in which)
      throw new MailError('mailbox-missing', 'This mailbox is gone from the server.', 'Choose another one.');
    const { role } = which;
    const path = await remote.createMailbox(`${role[0]!.toUpperCase()}${role.slice(1)}`);
    return this.#ports.store.write('outbox.addMailbox', { accountId, path, role });
  }

  #known(accountId: string, which: MailboxTarget): Promise<Mailbox | null> {
    return this.#ports.store.read('outbox.mailbox', { accountId, which });
  }

  async #send(
    action: ClaimedAction,
    runtime: MailRuntime,
    beforeWire: () => Promise<void>,
  ): Promise<EffectOutcome> {
    const mail = await this.#ports.store.read('outbox.outgoing', { messageRow: action.messageRow! });
    if (!mail) return { outcome: 'done' };
    let source = await this.#ports.source(mail.source);
    const payload = action.payload as SendPayload;
    const { deliveryReport = false } = payload;
    const begin = async () => {
      const now = Date.now();
      if (leavesLate(payload, now)) source = await this.#redate(action.messageRow!, mail.source, source, now);
      await beforeWire();
    };
    const send = new AbortController();
    this.#sending.add(send);
    const sent = await sendMail(runtime.settings, runtime.secret, {
      envelope: { from: mail.from, to: mail.to },
      source: { size: source.size, open: () => source.open() },
      report: deliveryReport ? { envelopeId: bareMessageId(mail.messageId) } : null,
      beforeData: begin,
      signal: send.signal,
    }).finally(() => this.#sending.delete(send));
    switch (sent.outcome) {
      case 'accepted':
        if (sent.rejected.length > 0) return { outcome: 'done', notice: refusedRecipients(sent.rejected) };
        return deliveryReport && !sent.reportsAsked
          ? { outcome: 'done', notice: NO_REPORTS }
          : { outcome: 'done' };
      case 'ambiguous':
        return { outcome: 'unsure', error: sent.error.toInfo() };
      case 'temporary':
        return { outcome: 'retry', error: sent.error.toInfo(), offline: passes(sent.error) };
      // The account must be repaired first: nothing is wrong with the message.
      case 'blocked':
        return { outcome: 'blocked', error: sent.error.toInfo() };
      default:
        return { outcome: 'failed', error: sent.error.toInfo() };
    }
  }

  async #redate(
    messageRow: number,
    stored: StoredSource,
    source: ByteSource,
    date: number,
  ): Promise<ByteSource> {
    const { store, content } = this.#ports;
    const dated = await storeDated(source, date, { inFile: stored.file !== null, content });
    await store.write('outbox.replaceSource', { messageRow, source: dated, date });
    return this.#ports.source({ deflated: dated.deflated, file: dated.content });
  }

  /** The copy in Sent, where the server makes none by itself. */
  async #fileSent(
    action: ClaimedAction,
    { imap: { remote }, settings }: MailRuntime,
  ): Promise<EffectOutcome> {
    const mail = await this.#ports.store.read('outbox.outgoing', { messageRow: action.messageRow! });
    if (!mail || serverSavesSent(settings.smtp.host)) return { outcome: 'done' };
    const { path } = await this.#mailbox(action.accountId, remote, { role: 'sent' });
    const source = await this.#ports.source(mail.source);
    await fileSent(remote, { mailbox: path, source, messageId: mail.messageId, date: mail.date });
    return { outcome: 'done' };
  }

  async #saveDraft(action: ClaimedAction, runtime: MailRuntime): Promise<EffectOutcome> {
    const { draftId } = action.payload as { draftId: string };
    const copy = await this.#ports.drafts.serverCopy(draftId);
    // Gone or on its way out: what is on this computer is the draft itself.
    if (!copy) return { outcome: 'done' };
    const { remote } = runtime.imap;
    const { path } = await this.#mailbox(action.accountId, remote, { role: 'drafts' });
    const place = await remote.saveDraft(
      path,
      copy,
      copy.previous,
      this.#searches.get(action.id) === 'ended',
    );
    if (!place) return this.#afterSearch(action.id, runtime, ELSEWHERE);
    this.#searches.delete(action.id);
    await this.#ports.store.write('draft.noteServerCopy', { id: draftId, revision: copy.revision, place });
    return { outcome: 'done' };
  }

  async #discardDraft(action: ClaimedAction, runtime: MailRuntime): Promise<EffectOutcome> {
    const { place } = action.payload as { place: Parameters<RemoteMailboxes['removeDraft']>[0] };
    await runtime.imap.remote.removeDraft(place);
    return { outcome: 'done' };
  }
}

const ASLEEP = new MailError(
  'server-stalled',
  'The connection did not survive while the computer slept.',
  'Skein tries again by itself.',
);

const NO_REPORTS: ErrorInfo = {
  code: 'no-delivery-report',
  message: 'This was sent, but nobody will report its delivery.',
  advice: 'The mail server you send with gives no delivery reports.',
  detail: null,
};

/** The server took the mail, but not for everybody. */
function refusedRecipients(rejected: readonly RejectedRecipient[]): ErrorInfo {
  return {
    code: 'recipients-refused',
    message: `The server did not take this for ${rejected.map(({ address }) => address).join(', ')}.`,
    advice: 'Everybody else gets it. Check the address and send it there again.',
    detail: rejected.find(({ serverText }) => serverText)?.serverText ?? null,
  };
}

type Mailbox = { id: string; path: string };
type Place = { mailboxId: string; path: string; uidValidity: number };

function byMailbox(locations: TargetLocation[]): [Place, number[]][] {
  const groups = new Map<string, [Place, number[]]>();
  for (const { mailboxId, path, uid, uidValidity } of locations) {
    if (uidValidity === null) continue;
    const group = groups.get(mailboxId) ?? [{ mailboxId, path, uidValidity }, []];
    group[1].push(uid);
    groups.set(mailboxId, group);
  }
  return [...groups.values()];
}
