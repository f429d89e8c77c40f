import { beforeEach, expect, it } from 'vitest';
import { parseMessage } from '#engine/channels/mail/mime/parse.ts';
import { discardDraft } from '#engine/drafts/discard.ts';
import { noteCopies } from '#engine/drafts/follow.ts';
import { listServerDrafts, takeInDraft } from '#engine/drafts/server-drafts.ts';
import { readServerDraft } from '#engine/drafts/take-in.ts';
import { getDraftRow, noteServerCopy } from '#engine/store/repositories/drafts.ts';
import { pictureCid } from '#shared/text/draft-html.ts';
import { mimeInProcess } from '../mime/in-process.ts';
import { addMailbox, ME, World } from '../threads/support/world.ts';

const SOURCE = [
  'X-Mozilla-Draft-Info: internal/draft; vcard=0; receipt=0; DSN=1; uuencode=0',
  `From: Sam <${ME}>`,
  'To: Ana Ribeiro <ana@example.com>',
  'Bcc: Bob <bob@example.com>',
  'Subject: Re: Roof survey',
  'In-Reply-To: <survey@example.com>',
  'MIME-Version: 1.0',
  'Content-Type: multipart/related; boundary=b',
  '',
  '--b',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<html>\r\n<body>\r\n  <p onclick="x()">Dear\r\n  <b>Ana</b></p>\r\n  <script>x()</script><img src="cid:pic@x">\r\n</body></html>',
  '--b',
  'Content-Type: image/png; name=p.png',
  'Content-ID: <pic@x>',
  'Content-Disposition: inline',
  '',
  'p',
  '--b--',
  '',
].join('\r\n');

let world: World;
beforeEach(() => {
  world = new World();
  world.run((tx) => addMailbox(tx, 'account-mail', 'drafts', 'Drafts'));
});

const elsewhere = (id = '<other@phone.example>') =>
  world.mail({ id, from: ME, to: ['ana@example.com'], place: 'drafts', mailbox: 'drafts', subject: 'Plan' });

let stored = 0;
async function takeIn(messageId: string) {
  const parsed = await parseMessage(Buffer.from(SOURCE));
  const quotable = await mimeInProcess.quote(parsed.html!, ['pic@x']);
  const put = async (bytes: Uint8Array) => ({
    ...{ id: `content-${++stored}`, key: new Uint8Array(32), size: bytes.length, sha256: 'x' },
  });
  const taken = await readServerDraft(messageId, parsed, quotable, { put } as never);
  return world.command(takeInDraft, taken);
}

it('lists what another program left, and no copy of what is written here', async () => {
  const { id } = elsewhere();
  expect(listServerDrafts(world.db)).toMatchObject([
    { messageId: id, subject: 'Plan', to: [{ address: 'ana@example.com' }] },
  ]);
  const draft = await takeIn(id);
  expect(listServerDrafts(world.db)).toEqual([]);
  // It was replaced on the server, and no sync has seen that yet.
  world.run((tx) =>
    noteServerCopy(tx, {
      ...{ id: draft.id, revision: 2 },
      place: { mailbox: 'Drafts', uidValidity: 1, uid: 999 },
    }),
  );
  expect(listServerDrafts(world.db)).toEqual([]);
  // The copy that replaces it, seen by a sync before it is noted where it lies.
  elsewhere(`<${draft.id}.3@home.example>`);
  expect(listServerDrafts(world.db)).toEqual([]);
  const uid = world.get<{ uid: number }>('SELECT max(uid) AS uid FROM mail_location').uid;
  world.run((tx) =>
    noteServerCopy(tx, { id: draft.id, revision: 3, place: { mailbox: 'Drafts', uidValidity: 1, uid } }),
  );
  // Thrown away here, and still on its way off the server.
  world.command(discardDraft, draft.id);
  world.run((tx) => tx.db.prepare('DELETE FROM draft').run());
  expect(listServerDrafts(world.db)).toEqual([]);
});

it('lists what another program wrote under our Message-ID, and what lies where a copy lay under other UIDs', async () => {
  const draft = await takeIn(elsewhere().id);
  const put = (uid: number, uidValidity = 1) =>
    world.run((tx) =>
      noteServerCopy(tx, { id: draft.id, revision: 2, place: { mailbox: 'Drafts', uidValidity, uid } }),
    );
  put(900);
  const edited = elsewhere(`<${draft.id}.2@home.example>`);
  expect(listServerDrafts(world.db)).toMatchObject([{ messageId: edited.id }]);
  const { uid } = world.get<{ uid: number }>('SELECT max(uid) AS uid FROM mail_location');
  put(uid, 7);
  expect(listServerDrafts(world.db)).toMatchObject([{ messageId: edited.id }]);
  put(uid);
  expect(listServerDrafts(world.db)).toEqual([]);
});

it('replaces no text that it does not resemble, and none when it cannot tell which of two', async () => {
  const draft = await takeIn(elsewhere().id);
  const gone = (revision: number) => {
    const place = { mailbox: 'Drafts', uidValidity: 1, uid: 1 };
    world.run((tx) => {
      noteServerCopy(tx, { id: draft.id, revision, place });
      tx.db.prepare('DELETE FROM mail_location WHERE uid = 1').run();
      tx.db.prepare('UPDATE mailbox SET checked_at = ?, uidnext = 1000').run(world.tick());
    });
    return world.command(noteCopies, 'box-drafts');
  };
  const write = (subject: string) =>
    world.mail({ from: ME, place: 'drafts', mailbox: 'drafts', subject, text: 'Something else altogether' });
  write('Holiday');
  expect(gone(1)).toEqual([]);
  const later = write('RE: roof  survey');
  expect(gone(1)).toMatchObject([{ draftId: draft.id, messageId: later.id }]);
  write('Re: Roof survey');
  expect(gone(1)).toEqual([]);
  expect(getDraftRow(world.db, draft.id)?.error).toBeNull();
});

it('goes on with it here once, with what it answers, its recipients and its pictures', async () => {
  const answered = world.mail({ id: '<survey@example.com>' });
  const { id } = elsewhere();
  const draft = await takeIn(id);
  expect(draft).toMatchObject({
    ...{ mode: 'reply', answers: answered.id, threadId: answered.threadId, subject: 'Re: Roof survey' },
    to: [{ name: 'Ana Ribeiro', address: 'ana@example.com' }],
    bcc: [{ name: 'Bob', address: 'bob@example.com' }],
    ...{ signature: false, senderId: 'account-mail', quote: '', deliveryReport: true },
    attachments: [{ filename: 'p.png', inline: true }],
  });
  const [picture] = draft.attachments;
  expect(draft.html).toBe(`<p>Dear <b>Ana</b></p><img src="cid:${pictureCid(picture!.id)}">`);
  expect(draft.serverSavedAt).not.toBeNull();
  expect(JSON.parse(getDraftRow(world.db, draft.id)!.server_place!)).toMatchObject({ mailbox: 'Drafts' });
  expect((await takeIn(id)).id).toBe(draft.id);
});
