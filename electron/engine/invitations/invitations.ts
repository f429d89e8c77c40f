/** Answers to invitations: made, and handed to the outbox like any other mail. */
import { messageIdDomain } from '#engine/channels/mail/message-id.ts';
import { composeMessage } from '#engine/channels/mail/smtp/compose.ts';
import { answerReferences } from '#engine/drafts/answer.ts';
import { prepareOwnMail } from '#engine/ingest/prepare-own-mail.ts';
import type { ContentFolder } from '#engine/store/content.ts';
import { uuidv7 } from '#engine/store/ids.ts';
import type { StoreAccess } from '#engine/store/store-access.ts';
import type { InvitationAnswer } from '#shared/contract/calendar.ts';
import { InvitationError } from './errors.ts';
import type { invitationCommands, invitationQueries } from './registry.ts';

export interface InvitationPorts {
  store: StoreAccess<typeof invitationCommands, typeof invitationQueries>;
  content: ContentFolder;
}

const WORDS = {
  accepted: { subject: 'Accepted', text: 'has accepted' },
  tentative: { subject: 'Tentative', text: 'may come to' },
  declined: { subject: 'Declined', text: 'has declined' },
} as const;

export class Invitations {
  readonly #ports: InvitationPorts;

  constructor(ports: InvitationPorts) {
    this.#ports = ports;
  }

  /**
   * Answers the organiser by mail (RFC 6047), through the outbox and held for the user's undo time; resolves to `null`
   * when that is the answer already. Rejects with InvitationError.
   */
  async answer(
    messageId: string,
    status: InvitationAnswer,
  ): Promise<{ actionId: string; holdUntil: number } | null> {
    const { store, content } = this.#ports;
    const { part, guest, sender, template } = await store.read('invitation.asked', messageId);
    const answered = await store.read('invitation.mail', messageId);
    if (!answered) throw new InvitationError('invitation-gone');
    const date = Date.now();
    const { subject, text } = WORDS[status];
    const { name, address } = part.organiser!;
    const { completeReply } = await import('#engine/channels/mail/mime/calendar/reply.ts');
    const source = await composeMessage({
      from: { name: sender.name, address: sender.address },
      to: [{ name, address }],
      cc: [],
      bcc: [],
      subject: `${subject}: ${part.event.title}`,
      text: `${sender.name || guest.name || sender.address} ${text} this event: ${part.event.title}\n`,
      html: null,
      attachments: [],
      calendar: {
        method: 'REPLY',
        content: completeReply(template, {
          ...{ address: guest.address, name: guest.name || sender.name, status, stamp: date },
        }),
      },
      ...answerReferences(answered),
      messageId: `${uuidv7()}@${messageIdDomain(sender.address)}`,
      date,
    });
    const mail = await prepareOwnMail(source, date, content);
    return store.write('invitation.answer', { messageId, status, mail });
  }
}
