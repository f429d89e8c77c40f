/** Leaving a mailing list: what a mail offers, told before it is done, and done only when the user says so. */
import { readHeader } from '#engine/channels/mail/mime/header.ts';
import { listName, type WaysOff, waysOff } from '#engine/channels/mail/mime/list-unsubscribe.ts';
import type { Drafts, Sending } from '#engine/drafts/drafts.ts';
import { DraftError } from '#engine/drafts/errors.ts';
import type { Reading } from '#engine/reading/reading.ts';
import type { StoreAccess } from '#engine/store/store-access.ts';
import type { WayOff } from '#shared/contract/lists.ts';
import { UnsubscribeError } from './errors.ts';
import { askOneClick } from './one-click.ts';
import type { ListMail, listCommands, listQueries } from './stored-lists.ts';

export interface UnsubscribePorts {
  store: StoreAccess<typeof listCommands, typeof listQueries>;
  reading: Pick<Reading, 'beginning'>;
  drafts: Pick<Drafts, 'create' | 'save' | 'send'>;
  /** See OneClickOptions. */
  testAuthority: string | null;
}

export class Unsubscribe {
  readonly #ports: UnsubscribePorts;

  constructor(ports: UnsubscribePorts) {
    this.#ports = ports;
  }

  /** The way off the list by which the newest mail of a thread came; `null` when there is none. */
  async offer(threadId: string): Promise<WayOff | null> {
    const { store } = this.#ports;
    for (const mail of await store.read('list.newestReceived', threadId)) {
      const { fields, ways } = await this.#read(mail);
      const how = howOf(ways);
      if (!how) continue;
      return {
        messageId: mail.messageId,
        list: listName(fields) ?? (mail.from.name || mail.from.address),
        address: mail.address,
        how,
        page: ways.page,
        asked: await store.read('list.askedAt', { accountId: mail.accountId, list: mail.list }),
      };
    }
    return null;
  }

  /**
   * Asks the list the way the user was told of. By mail it goes through the outbox, held for the user's undo time.
   * Rejects with UnsubscribeError or DraftError.
   */
  async ask(messageId: string, kind: 'one-click' | 'mail'): Promise<{ sending: Sending | null }> {
    const { store, testAuthority } = this.#ports;
    const mail = await store.read('list.received', messageId);
    if (!mail) throw new UnsubscribeError('unsubscribe-gone', '');
    const { ways } = await this.#read(mail);
    // What was confirmed is done, and nothing else.
    if (howOf(ways)?.kind !== kind) throw new UnsubscribeError('unsubscribe-gone', '');
    if (mail.sample) throw new DraftError('sample-account');
    let sending: Sending | null = null;
    if (kind === 'one-click') await askOneClick(ways.oneClick!.uri, { testAuthority });
    else sending = await this.#send(mail.accountId, ways.mail!);
    const { accountId, list, threadId } = mail;
    await store.write('list.noteAsked', {
      ...{ accountId, list, threadId },
      actionId: sending?.actionId ?? null,
    });
    return { sending };
  }

  async #read(mail: ListMail) {
    const { fields } = readHeader(await this.#ports.reading.beginning(mail.source));
    return { fields, ways: waysOff(fields, mail.results) };
  }

  async #send(accountId: string, mail: NonNullable<WaysOff['mail']>): Promise<Sending> {
    const { drafts } = this.#ports;
    const to = [{ name: '', address: mail.to }];
    const draft = await drafts.create({
      ...{ mode: 'new', channel: 'mail', threadId: null, answers: null },
      accountId,
      to,
    });
    const { revision } = await drafts.save({ ...draft, subject: mail.subject, text: mail.text });
    return drafts.send({ id: draft.id, revision });
  }
}

/** One request is done and told of at once; a mail can be followed in the outbox; of a page nothing is known. */
function howOf({ oneClick, mail, page }: WaysOff): WayOff['how'] | null {
  if (oneClick) return { kind: 'one-click', host: new URL(oneClick.uri).host, signedBy: oneClick.signedBy };
  if (mail) return { kind: 'mail', ...mail };
  return page ? { kind: 'page', host: new URL(page).host } : null;
}
