import { beforeEach, describe, expect, it } from 'vitest';
import type { ReportedRecipient } from '#engine/channels/mail/mime/delivery-report.ts';
import { insertMail } from '#engine/ingest/insert-mail.ts';
import { myAddresses } from '#engine/people/identities.ts';
import { threadRowById } from '#engine/threads/queries.ts';
import { refreshThreads } from '#engine/threads/summary.ts';
import { getThread } from '#engine/threads/thread-view.ts';
import type { Place } from '#shared/contract/model.ts';
import type { MailItem } from '#shared/contract/timeline.ts';
import { preparedMail } from '../ingest/support/prepared-mail.ts';
import { ME, World } from '../threads/support/world.ts';

const ANA = 'Ana Ribeiro <ana@example.com>';
const PLANS = '<plans@home.example>';

let world: World;
let serial = 0;
const recipient = (part: Partial<ReportedRecipient> = {}): ReportedRecipient => ({
  ...{ address: 'ana@example.com', action: 'failed', status: '5.1.1', reason: 'no', retryUntil: null },
  ...part,
});
const send = () => world.mail({ id: PLANS, from: ME, to: [ANA], subject: 'Plans', place: 'sent' });
const arrive = (
  recipients: ReportedRecipient[],
  { place = 'inbox' as Place, about = 'plans@home.example' } = {},
) =>
  world.run((tx) => {
    const from = [{ name: 'Mail Delivery System', address: 'mailer-daemon@mx.example' }];
    const mail = preparedMail('It did not work', {
      ...{ uid: 0, messageId: `<report${++serial}@mx.example>`, from, to: [{ name: '', address: ME }] },
      ...{ subject: 'Undelivered', date: world.tick(), automatic: true, report: { about, recipients } },
    });
    const added = insertMail(tx, 'account-mail', mail, myAddresses(tx.db), { place });
    refreshThreads(tx, [added.threadId]);
    return added;
  });
const thread = (id: string) => getThread(world.db, { id, limit: 50 })!;
const mails = (id: string) => thread(id).items as MailItem[];

beforeEach(() => {
  world = new World();
});

describe('a delivery report', () => {
  it('is shown at the mail it is about, in one thread, and calls for attention', () => {
    const { threadId } = send();
    const report = arrive([recipient()]);
    expect(report.threadId).toBe(threadId);
    const [sent, folded] = mails(threadId);
    expect(sent).toMatchObject({
      sendState: null,
      isReport: false,
      reports: [
        { recipient: 'ana@example.com', action: 'failed', status: '5.1.1', by: 'mailer-daemon@mx.example' },
      ],
    });
    expect(folded).toMatchObject({ isReport: true, reports: [] });
    expect(threadRowById(world.db, threadId)).toMatchObject({ needsAttention: true, undelivered: true });
  });

  it('leaves the thread with whom it was with, and answers go to them', () => {
    const { threadId } = send();
    arrive([recipient()]);
    expect(thread(threadId).participants.map(({ address }) => address)).toEqual(['ana@example.com']);
    expect(thread(threadId).replyChannels[0]?.to[0]?.address).toBe('ana@example.com');
    expect(thread(threadId).person?.identities.map(({ value }) => value)).toEqual(['ana@example.com']);
  });

  it('finds its mail also where that arrives later', () => {
    const report = arrive([recipient()]);
    expect(mails(report.threadId)).toMatchObject([{ isReport: false }]);
    send();
    const after = world.where(report.row).threadId;
    expect(mails(after).find(({ fromMe }) => fromMe)?.reports).toHaveLength(1);
    expect(mails(after).find(({ fromMe }) => !fromMe)?.isReport).toBe(true);
  });

  it('calls for attention until it is put away, and only when the mail did not arrive', () => {
    const { threadId } = send();
    arrive([recipient({ action: 'delayed', status: '4.4.1' })]);
    expect(threadRowById(world.db, threadId)?.needsAttention).toBe(false);
    arrive([recipient()], { place: 'archive' });
    expect(threadRowById(world.db, threadId)?.needsAttention).toBe(false);
    arrive([recipient()]);
    expect(threadRowById(world.db, threadId)?.needsAttention).toBe(true);
  });

  it('gives way to the next one about the same recipient; junk says nothing', () => {
    const { threadId } = send();
    arrive([
      recipient({ action: 'delayed' }),
      recipient({ address: 'mina@example.com', action: 'delivered' }),
    ]);
    arrive([recipient({ address: 'ANA@example.com' })]);
    arrive([recipient({ action: 'read' })], { place: 'junk' });
    expect(mails(threadId)[0]?.reports.map(({ action }) => action)).toEqual(['failed', 'delivered']);
  });

  it('changes nothing about how the mail was sent', () => {
    const { threadId } = send();
    world.run((tx) => tx.db.prepare("UPDATE mail SET send_state = 'sent'").run());
    arrive([recipient()]);
    expect(mails(threadId)[0]).toMatchObject({ sendState: 'sent', error: null });
    expect(world.all('SELECT 1 FROM action')).toEqual([]);
  });
});
