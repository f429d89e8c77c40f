import { setImmediate as nextTask } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { condense } from '#engine/channels/mail/mime/condense.ts';
import { MimeError } from '#engine/channels/mail/mime/errors.ts';
import { renderHtml } from '#engine/channels/mail/mime/html/render.ts';
import { htmlToText } from '#engine/channels/mail/mime/html-text.ts';
import { parseMessage } from '#engine/channels/mail/mime/parse.ts';
import { plainText } from '#engine/channels/mail/mime/plain-text.ts';
import { snippet } from '#engine/channels/mail/mime/snippet.ts';
import type { ParsedMessage } from '#engine/channels/mail/mime/types.ts';
import { readContactCards } from '#engine/channels/mail/mime/vcard.ts';
import { visibleText } from '#engine/channels/mail/mime/visible-text.ts';
import { ics } from '../calendar/ics.ts';
import { fixture, mail } from './fixture.ts';
import { attribute, tnef } from './tnef-stream.ts';

const SEED = Number(process.env.SKEIN_SEED ?? 20260203);
/** So many times the cases of `npm test`. */
const TIMES = Number(process.env.SKEIN_FUZZ ?? 1);
const TIMEOUT_MS = 60_000 * TIMES;
const SOURCES = [
  'alternative.eml',
  'related.eml',
  'flowed.eml',
  'charset-mismatch.eml',
  'utf7.eml',
  'rfc2231.eml',
  'forwarded.eml',
  'doubled-from.eml',
  'broken-words.eml',
].map(fixture);

const part = (type: string, content: string, encoding = '7bit') =>
  mail(
    ...[
      'From: ana@example.org',
      'Content-Type: multipart/report; boundary=sep',
      '',
      '--sep',
      '',
      'Text',
      '--sep',
    ],
    ...[`Content-Type: ${type}`, `Content-Transfer-Encoding: ${encoding}`, '', content, '--sep'],
    ...['Content-Type: message/rfc822', '', 'Message-ID: <a@example.org>', '', 'Hi', '--sep--'],
  );
const WRAPPED = tnef(
  attribute('body', Buffer.from('Text')),
  attribute('fileRendering', Buffer.alloc(14)),
  attribute('fileData', Buffer.from('larch')),
);
/** What is read out of parts: calendars, reports, files within them. */
const PARTS = [
  part('text/calendar; method=REQUEST', ics('REQUEST', { RRULE: 'FREQ=WEEKLY;BYDAY=MO' })),
  part(
    'message/delivery-status',
    'Reporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822;a@b\r\nAction: failed',
  ),
  part('application/ms-tnef', WRAPPED.toString('base64'), 'base64'),
  mail('Subject: file', '', 'See\r\nbegin 644 a.txt\r\n#0V%T\r\n`\r\nend\r\n'),
  mail('', 'BEGIN:VCARD', 'N;CHARSET=utf-8;ENCODING=QUOTED-PRINTABLE:Oak;S=C3=A4m', 'TEL:1', 'END:VCARD'),
];

/** Bytes that mean something to a parser: mutations made of them go deeper than random ones. */
const TOKENS = [
  ...['\r\n', '\n', '\r', '\0', ' ', '\t', ':', ';', '"', '\\', '(', ')', '<', '>', '@', ',', '='],
  ...[
    '--sep',
    '--sep--',
    '--',
    'Content-Type: multipart/mixed; boundary=sep\r\n',
    'Content-Type: message/rfc822\r\n',
  ],
  ...[
    'Content-Transfer-Encoding: base64\r\n',
    '=?utf-8?B?',
    '=?utf-7?Q?',
    '?=',
    'charset=utf-16',
    "filename*0*=x''%",
    'DTSTART;TZID=',
    'BEGIN:VEVENT\r\n',
    'begin 644 x\r\n',
  ],
  ...['From: ', 'Date: ', '+AOk-', '=E2', '> ', 'On 1 Jan 2026, a <a@example.org> wrote:'],
].map((token) => Buffer.from(token, 'latin1'));

const mutation = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.oneof(fc.constant(0), fc.nat(40)),
  insert: fc.oneof(fc.constantFrom(...TOKENS), fc.uint8Array({ maxLength: 12 })),
});

const mutated = fc
  .tuple(fc.constantFrom(...SOURCES, ...PARTS), fc.array(mutation, { minLength: 1, maxLength: 12 }))
  .map(([source, mutations]) =>
    mutations.reduce<Uint8Array>((bytes, { at, remove, insert }) => {
      const start = Math.floor(at * bytes.length);
      return Buffer.concat([bytes.subarray(0, start), insert, bytes.subarray(start + remove)]);
    }, source),
  );

function checkShape(message: ParsedMessage, source: Uint8Array): void {
  const strings = [
    message.subject ?? '',
    message.messageId ?? '',
    ...message.from.flatMap((a) => [a.name ?? '', a.address]),
  ];
  for (const text of strings) expect(text).not.toMatch(/\p{Cc}/u);
  for (const attachment of message.attachments) {
    expect(attachment.content.byteLength).toBe(attachment.size);
    expect(attachment.filename ?? '').not.toMatch(/[/\\\p{Cc}]/u);
  }
  expect(message.date === null || !Number.isNaN(Date.parse(message.date))).toBe(true);
  const written = (message.text?.length ?? 0) + (message.html?.length ?? 0);
  expect(written).toBeLessThan(source.length * 16 + 1000);
}

describe('any bytes', () => {
  it(
    'parse without a throw, and everything handed on keeps its promises',
    async () => {
      await fc.assert(
        fc.asyncProperty(mutated, async (source) => {
          try {
            const message = await parseMessage(source);
            checkShape(message, source);
            await condense(source, message, true);
            readContactCards(source);
            expect(snippet(visibleText(plainText(message)).visible).length).toBeLessThanOrEqual(200);
          } catch (error) {
            if (!(error instanceof MimeError)) throw error;
          }
        }),
        { seed: SEED, numRuns: 1500 * TIMES },
      );
    },
    TIMEOUT_MS,
  );

  it(
    'of no message at all parse too',
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 400 }), async (source) => {
          checkShape(await parseMessage(source), source);
        }),
        { seed: SEED, numRuns: 500 * TIMES },
      );
    },
    TIMEOUT_MS,
  );
});

describe('any text', () => {
  const line = fc.oneof(
    fc.constantFrom(
      '',
      '> quoted',
      '-- ',
      'Regards,',
      'Sent from my phone',
      'From: a@example.org',
      'Sent: today',
      'To: b@example.org',
    ),
    fc.constantFrom(
      'On 1 Jan 2026, a wrote:',
      '-----Original Message-----',
      '________________________________',
    ),
    fc.string({ maxLength: 30 }),
  );

  it(
    'loses no line by folding',
    () => {
      fc.assert(
        fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
          const { visible, folded } = visibleText(lines.join('\n'));
          const words = (text: string) => text.split(/\s+/).filter((word) => word !== '');
          const after = [visible, ...folded.map((part) => part.text)].flatMap(words);
          expect(after).toEqual(words(lines.join('\n').replace(/\r\n?/g, '\n')));
        }),
        { seed: SEED, numRuns: 1000 * TIMES },
      );
    },
    TIMEOUT_MS,
  );

  const markup = fc
    .array(
      fc.oneof(
        fc.constantFrom(
          '<p>',
          '</p>',
          '<b',
          '>',
          '<!--',
          '-->',
          '<style>',
          '</style>',
          '&',
          '&amp;',
          '<svg><style>',
          '<a href=',
          '"',
          "'",
          'url(',
          '@import ',
          '{',
          '}',
          '/*',
          '\\',
        ),
        fc.string({ maxLength: 8 }),
      ),
      { maxLength: 40 },
    )
    .map((pieces) => pieces.join(''));

  it(
    'as HTML is turned into text and rendered without a throw',
    async () => {
      await fc.assert(
        fc.asyncProperty(markup, async (html) => {
          expect(typeof htmlToText(html)).toBe('string');
          expect(renderHtml(html).html).toMatch(/^(?:<!doctype html[^>]*>)?<html[ >]/);
          // What a document holds weakly stays until the task ends, and all of them together are too much.
          await nextTask();
        }),
        { seed: SEED, numRuns: 300 * TIMES },
      );
    },
    TIMEOUT_MS,
  );
});
