import fc from 'fast-check';
import type { ImapFlow, ListResponse } from 'imapflow';
import { describe, expect, it } from 'vitest';
import { cleanServerText, MailError } from '#engine/channels/mail/errors.ts';
import { explainError } from '#engine/channels/mail/explain-error.ts';
import { Backoff } from '#engine/channels/mail/imap/backoff.ts';
import { messageIdIn, nextGroup } from '#engine/channels/mail/imap/download.ts';
import { FetchPace } from '#engine/channels/mail/imap/fetch-pace.ts';
import { compareMailboxes, listMailboxes } from '#engine/channels/mail/imap/mailbox-list.ts';
import { needsSync } from '#engine/channels/mail/imap/needs-sync.ts';
import { fetchPartialSource, textParts } from '#engine/channels/mail/imap/partial-source.ts';
import { bareMessageId } from '#engine/channels/mail/message-id.ts';
import type { MailboxRecord } from '#engine/channels/mail/ports.ts';
import { serverSavesSent } from '#engine/channels/mail/smtp/sent-copy.ts';

describe('back-off', () => {
  it('grows to its limit, never below half of it, and starts over', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 0.999, noNaN: true }), (random) => {
        const backoff = new Backoff(1000, 60_000, () => random);
        const waits = Array.from({ length: 12 }, () => backoff.next());
        waits.forEach((wait, i) => {
          const ceiling = Math.min(60_000, 1000 * 2 ** i);
          expect(wait).toBeGreaterThanOrEqual(ceiling / 2);
          expect(wait).toBeLessThanOrEqual(ceiling);
        });
        backoff.reset();
        expect(backoff.next()).toBeLessThanOrEqual(1000);
      }),
    );
  });
});

describe('errors', () => {
  it.each([
    [{ code: 'ENOTFOUND' }, 'host-not-found'],
    [{ code: 'ECONNREFUSED' }, 'connection-refused'],
    [
      Object.assign(new AggregateError([Object.assign(new Error(), { code: 'ECONNREFUSED' })]), {}),
      'connection-refused',
    ],
    [{ authenticationFailed: true, serverResponseCode: 'AUTHENTICATIONFAILED' }, 'login-refused'],
    [{ authenticationFailed: true, serverResponseCode: 'UNAVAILABLE' }, 'login-unavailable'],
    [{ code: 'EAUTH', responseCode: 454 }, 'login-unavailable'],
    [{ code: 'EAUTH', responseCode: 535 }, 'login-refused'],
    [{ code: 'ESOCKET', originalCode: 'CERT_HAS_EXPIRED' }, 'certificate-expired'],
    [{ code: 'ERR_TLS_CERT_ALTNAME_INVALID' }, 'certificate-wrong-host'],
    [{ code: 'LiteralTooLarge' }, 'server-nonsense'],
    [{ code: 'ETIMEOUT' }, 'server-stalled'],
    [{ code: 'NoConnection' }, 'connection-lost'],
    [{ responseStatus: 'NO', mailboxMissing: true }, 'mailbox-missing'],
    [{ responseStatus: 'NO', serverResponseCode: 'OVERQUOTA' }, 'over-quota'],
    [{ responseStatus: 'NO' }, 'server-refused'],
    [{ responseStatus: 'NO', serverResponseCode: 'TRYCREATE' }, 'mailbox-missing'],
    [{ responseStatus: 'NO', serverResponseCode: 'UNAVAILABLE' }, 'server-busy'],
    [{ responseStatus: 'NO', serverResponseCode: 'INUSE' }, 'server-busy'],
    [{ responseStatus: 'NO', serverResponseCode: 'noperm' }, 'no-permission'],
    [{ responseStatus: 'NO', serverResponseCode: 'LIMIT' }, 'server-limit'],
    [{ responseStatus: 'NO', serverResponseCode: 'CORRUPTION' }, 'server-fault'],
    [{ responseStatus: 'NO', serverResponseCode: 'SERVERBUG' }, 'server-fault'],
    [{ responseStatus: 'NO', serverResponseCode: 'CANNOT' }, 'server-refused'],
    [{ responseStatus: 'NO', serverResponseCode: 'CONTACTADMIN' }, 'server-refused'],
    [{ responseStatus: 'NO', serverResponseCode: 'ALREADYEXISTS' }, 'mailbox-exists'],
    [{ responseStatus: 'BAD', code: 'ETHROTTLE' }, 'server-busy'],
    [{ code: 'ClosedAfterConnectTLS', reason: 'Too many connections' }, 'login-unavailable'],
    [{ code: 'ClosedAfterConnectTLS' }, 'connection-lost'],
    [new Error('boom'), 'internal'],
    ['nonsense', 'internal'],
    [null, 'internal'],
  ])('%o is %s, with what to do about it', (raw, code) => {
    const error = explainError(raw, 'mail.example.org');
    expect(error.code).toBe(code);
    expect(error.message.length).toBeGreaterThan(10);
    expect(error.advice.length).toBeGreaterThan(10);
  });

  it.each([
    ['EXPIRED', /expired/, /new one/],
    ['AUTHORIZATIONFAILED', /knows the password/, /allow mail programs/],
    ['CONTACTADMIN', /turn to whoever runs it/, /below/],
    ['AUTHENTICATIONFAILED', /did not accept/, /app password/],
  ])('says what to do where a sign-in ends with %s, and the account waits for it', (code, what, advice) => {
    const raw = { authenticationFailed: true, serverResponseCode: code, responseText: 'Ask Ms Brown' };
    const error = explainError(raw, 'mail.example.org');
    expect(error).toMatchObject({ code: 'login-refused', detail: 'Ask Ms Brown' });
    expect(error.message).toMatch(what);
    expect(error.advice).toMatch(advice);
  });

  it('tells what a server said when it ended the connection', () => {
    const raw = { code: 'NoConnection', reason: 'Back at noon' };
    expect(explainError(raw, 'mail.example.org')).toMatchObject({
      code: 'connection-lost',
      detail: 'Back at noon',
    });
  });

  it('shows server text without control and direction characters, bounded', () => {
    expect(cleanServerText('a\u0000b\r\nc\u202ed')).toBe('a b c d');
    expect(cleanServerText('\u0007')).toBeNull();
    expect(cleanServerText('x'.repeat(9999))).toHaveLength(500);
    expect(new MailError('internal', 'm', 'a', { serverText: 'no\n' }).toInfo().detail).toBe('no');
  });
});

const listed = (
  path: string,
  specialUse?: string,
  source: ListResponse['specialUseSource'] = 'extension',
  flags: string[] = [],
) =>
  ({
    path,
    delimiter: '/',
    specialUse,
    specialUseSource: source,
    flags: new Set(flags),
    subscribed: true,
  }) as ListResponse;

describe('mailboxes', () => {
  it('believes attributes without case before names, and gives each use once', async () => {
    const responses = [
      listed('Sent Items', '\\Sent', 'name'),
      listed('Gesendet', '\\SENT'),
      listed('Also sent', '\\Sent'),
      listed('inbox', '\\Inbox'),
      listed('[Mail]', undefined, undefined, ['\\NoSelect']),
    ];
    const client = { list: async () => responses } as unknown as ImapFlow;
    const { listed: found } = await listMailboxes(client, false);
    expect(found.map(({ specialUse }) => specialUse)).toEqual([null, 'sent', null, 'inbox', null]);
    expect(found.map(({ selectable }) => selectable)).toEqual([true, true, true, true, false]);
  });

  it('come inbox first, trash last', () => {
    const order = (['trash', null, 'inbox', 'all', 'sent'] as const)
      .map((specialUse) => ({ specialUse, path: 'x' }))
      .sort(compareMailboxes);
    expect(order.map(({ specialUse }) => specialUse)).toEqual(['inbox', 'sent', null, 'all', 'trash']);
  });

  it('are looked at again only when a number changed', () => {
    const record = {
      ...{ id: '1', accountId: 'a', path: 'INBOX', delimiter: '/', specialUse: 'inbox', subscribed: true },
      ...{ selectable: true, uidValidity: 7, uidNext: 10, highestModseq: '55', exists: 3, checkedAt: 1 },
    } as MailboxRecord;
    const numbers = {
      path: 'INBOX',
      messages: 3,
      uidNext: 10,
      uidValidity: 7,
      highestModseq: '55',
      unseen: 0,
    };
    const check = (change: object, was: object = {}) =>
      needsSync([{ ...record, ...was }], [record], [{ ...numbers, ...change }]).mailboxIds.length;
    expect(check({})).toBe(0);
    expect(check({ messages: 2 })).toBe(1);
    expect(check({ uidNext: 11 })).toBe(1);
    expect(check({ uidValidity: 8 })).toBe(1);
    expect(check({ highestModseq: '56' })).toBe(1);
    expect(check({ highestModseq: '56' }, { highestModseq: null })).toBe(0);
    expect(check({ uidNext: null, highestModseq: null })).toBe(0);
    expect(check({}, { checkedAt: null })).toBe(1);
    // Of a mailbox that cannot be opened some servers say nothing, others refuse.
    expect(check({ messages: null })).toBe(1);
    expect(needsSync([record], [record], []).mailboxIds).toEqual(['1']);
    expect(needsSync([{ ...record, selectable: false }], [record], []).mailboxIds).toEqual([]);
    expect(needsSync([record], [], []).relist).toBe(true);
    expect(needsSync([record], [{ ...record, specialUse: null }], []).relist).toBe(true);
    expect(needsSync([record], [record], []).relist).toBe(false);
  });
});

describe('fetching', () => {
  it('asks for few large or many small messages at once, in order, and for each once', () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 5_000_000 }), { maxLength: 400 });
    fc.assert(
      fc.property(sizes, (list) => {
        const summaries = list.map((size, uid) => ({
          ...{ uid, size, flags: [], modseq: null, messageId: null, internalDate: 0, emailId: null },
        }));
        for (let left = summaries; left.length > 0; ) {
          const group = nextGroup(left, 2 * 1024 * 1024);
          expect(group).toEqual(left.slice(0, group.length));
          expect(group.length).toBeGreaterThan(0);
          expect(group.length).toBeLessThanOrEqual(128);
          const bytes = group.reduce((sum, { size }) => sum + Math.min(size, 2 * 1024 * 1024), 0);
          expect(group.length === 1 || bytes <= 2 * 1024 * 1024).toBe(true);
          left = left.slice(group.length);
        }
      }),
    );
  });

  it('asks for less at once where the connection is slow, and for more again where it is not', () => {
    const pace = new FetchPace();
    const most = pace.bytes;
    pace.took(4000, pace.bytes);
    expect(pace.slow).toBe(false);
    for (let i = 0; i < 20; i++) pace.took(4000, pace.bytes);
    expect(pace.bytes).toBe(128 * 1024);
    expect(pace.slow).toBe(true);
    pace.took(1000, pace.bytes);
    expect(pace.bytes).toBe(128 * 1024);
    // A little comes quickly on any way.
    pace.took(50, 1000);
    expect(pace.bytes).toBe(128 * 1024);
    for (let i = 0; i < 20; i++) pace.took(50, pace.bytes);
    expect(pace.bytes).toBe(most);
    // What compression made quick would be slow without.
    expect(pace.slow).toBe(true);
    pace.reset();
    expect(pace.slow).toBe(false);
  });

  it('reads a Message-ID however it is folded, and no other field', () => {
    const id = (text: string) => messageIdIn(Buffer.from(text));
    expect(id('Message-ID: <a@b>\r\n')).toBe('a@b');
    expect(id('MESSAGE-ID:\r\n <a@b> (comment)\r\n')).toBe('a@b');
    expect(id('X-Message-ID: <a@b>\r\n')).toBeNull();
    expect(id('Message-ID: none\r\n')).toBeNull();
    expect(id(`Message-ID: <${'x'.repeat(2000)}>\r\n`)).toBeNull();
    expect(messageIdIn(undefined)).toBeNull();
    expect(bareMessageId(' <a@b> ')).toBe('a@b');
    expect(bareMessageId('a@b')).toBe('a@b');
  });

  it('finds the text of a large message among its parts, however many there are', () => {
    const text = (type: string, part: string, disposition?: string) => ({ type, part, disposition });
    const parts = textParts({
      type: 'multipart/mixed',
      childNodes: [
        text('text/plain', '1', 'attachment'),
        { type: 'multipart/alternative', childNodes: [text('text/plain', '2.1'), text('text/html', '2.2')] },
        text('text/html', '3'),
      ],
    });
    expect(parts.map(({ part }) => part)).toEqual(['2.1', '2.2']);
    const many = Array.from({ length: 5000 }, (_, i) => text('image/png', String(i)));
    expect(textParts({ type: 'multipart/mixed', childNodes: [...many, text('text/plain', 'x')] })).toEqual(
      [],
    );
    expect(textParts(undefined)).toEqual([]);
  });

  it('makes a small message of a large one that no hostile parameter can break out of', async () => {
    const header =
      'From: a@example.org\r\nContent-Type: multipart/mixed;\r\n boundary="evil"\r\nSubject: s\r\n\r\n';
    const answers = [
      {
        uid: 1,
        headers: Buffer.from(header),
        bodyStructure: {
          type: 'text/plain',
          part: '1',
          parameters: { charset: 'x"\r\nBcc: y' },
          encoding: 'base64',
        },
      },
      { uid: 1, bodyParts: new Map([['1', Buffer.from('aGk=')]]) },
    ];
    const client = { fetchOne: async () => answers.shift() } as unknown as ImapFlow;
    const source = (await fetchPartialSource(client, 1))?.source.toString() ?? '';
    expect(source).toMatch(/^From: a@example.org\r\nSubject: s\r\nMIME-Version: 1.0\r\n/);
    expect(source).toContain('Content-Transfer-Encoding: base64\r\n\r\naGk=\r\n');
    expect(source).not.toContain('evil');
    expect(source).not.toContain('Bcc');
  });
});

describe('servers that file sent mail themselves', () => {
  it.each([
    ['smtp.gmail.com', true],
    ['smtp.office365.com', true],
    ['smtp.example.org', false],
    ['smtp.notgmail.com', false],
    ['gmail.com.example.org', false],
  ])('%s: %s', (host, saves) => {
    expect(serverSavesSent(host)).toBe(saves);
  });
});
