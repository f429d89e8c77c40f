import { expect, it } from 'vitest';
import { condense } from '#engine/channels/mail/mime/condense.ts';
import { parseMessage } from '#engine/channels/mail/mime/parse.ts';
import { prepareAttachments } from '#engine/ingest/prepare-mail.ts';
import { ics } from '../calendar/ics.ts';
import { mail } from '../mime/fixture.ts';

const filesOf = async (...parts: string[][]) => {
  const source = mail(
    ...['Content-Type: multipart/mixed; boundary=b', '', '--b', '', 'Text'],
    ...parts.flatMap((lines) => ['--b', ...lines]),
    '--b--',
  );
  const parsed = await parseMessage(source);
  return prepareAttachments(await condense(source, parsed, true)).map(({ filename, inline }) => [
    filename,
    inline,
  ]);
};

it('a calendar without a name is shown as its event; one that cannot be read, and a named one, are files', async () => {
  expect(await filesOf(['Content-Type: text/calendar', '', ics('REQUEST')])).toEqual([
    ['invitation.ics', true],
  ]);
  expect(await filesOf(['Content-Type: text/calendar', '', 'nothing'])).toEqual([['invitation.ics', false]]);
  expect(await filesOf(['Content-Type: text/calendar; name=a.ics', '', ics('REQUEST')])).toEqual([
    ['a.ics', false],
  ]);
});

it('what a report says to programs is no file; the mail it returns is', async () => {
  const status = ['Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx', ''];
  const recipient = ['Final-Recipient: rfc822; ana@example.com', 'Action: failed', ''];
  const returned = ['Content-Type: message/rfc822', '', 'Message-ID: <a@b>', 'Subject: Plans', '', 'Hi'];
  expect(await filesOf([...status, ...recipient], returned)).toEqual([
    ['attachment', true],
    ['Plans.eml', false],
  ]);
});

it('every other file has a name to be saved under', async () => {
  const one = (type: string) =>
    filesOf([`Content-Type: ${type}`, 'Content-Disposition: attachment', '', 'a']);
  expect(await one('application/pdf')).toEqual([['attachment.pdf', false]]);
  expect(await one('image/jpeg')).toEqual([['attachment.jpg', false]]);
  expect(await one('application/x-unheard-of')).toEqual([['attachment', false]]);
});
