import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDeliveryReport } from '#engine/channels/mail/mime/delivery-report.ts';
import { parseMessage } from '#engine/channels/mail/mime/parse.ts';
import { bytesOf, corpus, filesOf } from '../mime/corpora.ts';
import { mail } from '../mime/fixture.ts';

const RETURNED = [
  'Content-Type: message/rfc822',
  '',
  'Message-ID: <plans@home.example>',
  'Subject: Plans',
  '',
  'Hi',
];

/** A multipart/report with these fields of its machine-readable part. */
function report(kind: string, fields: string[], returned: string[] = RETURNED) {
  return mail(
    'From: mailer-daemon@example.com',
    `Content-Type: multipart/report; report-type=${kind}; boundary=b`,
    ...['', '--b', 'Content-Type: text/plain', '', 'It did not work.', ''],
    ...['--b', `Content-Type: message/${kind}`, '', ...fields, ''],
    ...(returned.length > 0 ? ['--b', ...returned, ''] : []),
    '--b--',
  );
}
const read = async (source: Uint8Array) => readDeliveryReport(await parseMessage(source));
const status = (...fields: string[]) => report('delivery-status', ['Reporting-MTA: dns; mx', '', ...fields]);
const ANA = 'Final-Recipient: rfc822; ana@example.com';

describe('a delivery status notification (RFC 3464)', () => {
  it('says for whom, why, and of which mail', async () => {
    const source = status(
      ANA,
      'Action: failed',
      'Status: 5.1.1',
      'Diagnostic-Code: smtp; 550 5.1.1',
      '  unknown user',
    );
    expect(await read(source)).toEqual({
      about: 'plans@home.example',
      recipients: [
        {
          ...{ address: 'ana@example.com', action: 'failed', status: '5.1.1' },
          ...{ reason: '550 5.1.1 unknown user', retryUntil: null },
        },
      ],
    });
  });

  it('is about the mail that the envelope was named by, where nothing of it is returned', async () => {
    const named = ['Reporting-MTA: dns; mx', 'Original-Envelope-Id: plans@home.example', ''];
    const source = report('delivery-status', [...named, ANA, 'Action: relayed', 'Status: 2.0.0'], []);
    expect(await read(source)).toMatchObject({
      about: 'plans@home.example',
      recipients: [{ action: 'relayed' }],
    });
  });

  it('speaks of each recipient, under the address that was written to', async () => {
    const source = status(
      ...['Original-Recipient: rfc822;ana@example.com', 'Final-Recipient: rfc822;a17@host.example'],
      ...['Action: delayed', 'Status: 4.4.1', 'Will-Retry-Until: Tue, 24 Nov 2026 10:00:00 +0000', ''],
      ...['Final-Recipient: rfc822; mina@example.com', 'Action: delivered', 'Status: 2.1.5'],
    );
    expect((await read(source))?.recipients).toMatchObject([
      { address: 'ana@example.com', action: 'delayed', retryUntil: Date.UTC(2026, 10, 24, 10) },
      { address: 'mina@example.com', action: 'delivered' },
    ]);
  });

  it('takes the exact code from the words of the server where a relay gave none', async () => {
    const source = status(ANA, 'Action: failed', 'Status: 5.0.0', 'Diagnostic-Code: smtp; 552 5.2.2 full');
    expect((await read(source))?.recipients[0]?.status).toBe('5.2.2');
  });

  it.each([
    ['names no mail', report('delivery-status', ['', ANA, 'Action: failed'], [])],
    ['names nobody', status('Action: failed', 'Status: 5.1.1')],
    ['says nothing known', status(ANA, 'Action: exploded')],
  ])('is none when it %s', async (_, source) => {
    expect(await read(source)).toBeNull();
  });
});

describe('a disposition notification (RFC 8098)', () => {
  const of = (disposition: string) =>
    report(
      'disposition-notification',
      [ANA, 'Original-Message-ID: <plans@home.example>', `Disposition: ${disposition}`],
      [],
    );

  it('tells that the mail was read', async () => {
    const read1 = await read(of('manual-action/MDN-sent-manually; displayed'));
    expect(read1).toMatchObject({ about: 'plans@home.example', recipients: [{ action: 'read' }] });
  });

  it('that only a program handled it says nothing', async () => {
    expect(await read(of('automatic-action/MDN-sent-automatically; processed'))).toBeNull();
  });
});

describe('reports that are older than the standard', () => {
  const copy = ['Message-ID: <plans@home.example>', 'Subject: Plans'];

  it('of Exim name the recipients in a field', async () => {
    const header = ['X-Failed-Recipients: ana@example.com, mina@example.com', '', 'This is a copy:', ''];
    expect(await read(mail(...header, ...copy))).toMatchObject({
      about: 'plans@home.example',
      recipients: [{ address: 'ana@example.com' }, { address: 'mina@example.com', action: 'failed' }],
    });
  });

  it('of qmail have a paragraph for each', async () => {
    const text = [
      ...['', 'Hi. This is the qmail-send program at example.com.', 'I gave up.', ''],
      ...['<ana@example.com>:', 'Sorry, no mailbox here by that name. (#5.1.1)', ''],
      ...['--- Below this line is a copy of the message.', '', ...copy],
    ];
    expect(await read(mail('Subject: failure notice', ...text))).toMatchObject({
      about: 'plans@home.example',
      recipients: [{ address: 'ana@example.com', status: '5.1.1' }],
    });
  });

  it('are not what people write about them', async () => {
    expect(await read(mail('', 'Ana wrote: Hi. This is the qmail-send program', ...copy))).toBeNull();
  });
});

it('no report makes it throw, and each is bounded', async () => {
  const line = fc.oneof(
    fc.constantFrom(ANA, 'Action: failed', '', 'Status: 5.', ':', 'Disposition: ;'),
    fc.string(),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 20 }), async (fields) => {
      await read(report('delivery-status', fields));
      await read(report('disposition-notification', fields));
    }),
    { numRuns: 100 },
  );
  const many = Array.from(
    { length: 500 },
    (_, n) => `Final-Recipient: rfc822;a${n}@x.example\r\nAction: failed\r\n`,
  );
  expect((await read(status(...many)))?.recipients).toHaveLength(100);
});

const mime = corpus('mime');
if (mime === null) console.warn('skipped: the mime corpus is not here (set SKEIN_CORPORA)');
it.skipIf(mime === null)('the reports of the corpora say what they are about', async () => {
  const found = new Map<string, string>();
  for (const path of filesOf(mime!, /bounce\/.*\.eml$|multipart_report_emails\/.*\.eml$/)) {
    const about = await read(bytesOf(path));
    const said = about?.recipients.map(({ action, status: code }) => `${action} ${code}`).join(', ');
    found.set(path.split('/').at(-1)!, said ?? 'none');
  }
  expect(Object.fromEntries(found)).toEqual({
    // Their returned mail has no Message-ID, or there is none: of which mail they speak is not said.
    'broken-mime.eml': 'none',
    'delayed-broken.eml': 'none',
    'delayed.eml': 'none',
    'gmail-no-dns.eml': 'none',
    'gmail-invalid-address.eml': 'failed null',
    'mailbox-full.eml': 'failed 5.2.2',
    'no-mx.eml': 'delayed 4.4.4',
    'office365.eml': 'failed 5.1.10',
    'zed.eml': 'failed 5.1.1',
    'multi_address_bounce1.eml': Array(5).fill('failed 5.1.1').join(', '),
    'multi_address_bounce2.eml': Array(5).fill('failed 5.1.1').join(', '),
    'multipart_report_multiple_status.eml': 'failed 5.3.0',
    'report_422.eml': 'delayed 4.2.2',
    'report_530.eml': 'failed 5.3.0',
  });
});
