import { beforeEach, describe, expect, it } from 'vitest';
import { senderClaims } from '#engine/channels/mail/mime/sender-claims.ts';
import { setAccountOptions } from '#engine/store/repositories/accounts.ts';
import { checkedServerName, checkingServers } from '#engine/trust/checking-servers.ts';
import { SenderChecks } from '#engine/trust/sender-check.ts';
import { insertClaims } from '#engine/trust/stored-claims.ts';
import { type Delivered, World } from '../threads/support/world.ts';

let world: World;

const connect = (host: string) =>
  world.db
    .prepare("UPDATE account SET settings = ? WHERE id = 'account-mail'")
    .run(JSON.stringify({ imap: { host } }));

interface Mail {
  from?: string;
  list?: boolean;
}

/** A received mail whose header has these Authentication-Results, and what is said about it. */
function arrive(results: string[], { from = 'ann@example.com', list = false }: Mail = {}) {
  const delivered = world.mail({ from, id: null, subject: 'One of many' });
  const headers = results.map((value): [string, string] => ['Authentication-Results', value]);
  world.run((tx) =>
    insertClaims(tx, delivered.row, senderClaims(headers, [{ name: null, address: from }], [])),
  );
  return () => checkOf(delivered, from, list)!;
}
function checkOf({ row, conversationId }: Delivered, from = 'ann@example.com', list = false) {
  const mail = { row, conversationId, accountId: 'account-mail', from: { name: '', address: from } };
  return new SenderChecks(world.db).of({ ...mail, replyTo: null, fromMe: from.startsWith('sam@'), list })
    .check;
}
const outcome = (results: string, mail: Mail = {}) => {
  const { outcome: said, reasons } = arrive([`mx.google.com; ${results}`], mail)();
  return [said, ...reasons.map(({ code }) => code)];
};

beforeEach(() => {
  world = new World();
  connect('imap.gmail.com');
});

describe('the word about a sender', () => {
  const dmarc = (result: string, rest = '') => `dmarc=${result} ${rest} header.from=example.com`;
  const dkim = (result: string, domain = 'example.com') => `dkim=${result} header.d=${domain}`;
  const spf = (result: string, domain = 'example.com') => `spf=${result} smtp.mailfrom=a@${domain}`;

  it.each([
    [dmarc('pass'), {}, ['verified', 'dmarc-pass']],
    [
      `${dkim('pass')}; ${spf('pass')}; ${dmarc('pass')}`,
      {},
      ['verified', 'dmarc-pass', 'dkim-pass', 'spf-pass'],
    ],
    [dkim('pass', 'mail.example.com'), {}, ['verified', 'dkim-pass']],
    [spf('pass'), {}, ['verified', 'spf-pass']],
    [`${dkim('pass', 'mailer.example')}; ${spf('pass', 'mailer.example')}`, {}, ['unknown', 'dkim-other']],
    [dmarc('fail', '(p=REJECT)'), {}, ['suspicious', 'dmarc-fail']],
    [dmarc('fail'), {}, ['suspicious', 'dmarc-fail']],
    [`${dmarc('fail', '(p=none)')}; ${dkim('fail')}`, {}, ['unknown', 'dmarc-fail-lenient', 'dkim-fail']],
    [dmarc('fail', '(p=REJECT)'), { list: true }, ['unknown', 'dmarc-fail', 'list']],
    [`${dmarc('fail')}; arc=pass`, {}, ['unknown', 'dmarc-fail', 'forwarded']],
    [spf('fail'), {}, ['suspicious', 'spf-fail']],
    [spf('softfail'), {}, ['unknown', 'unproven']],
    [`${spf('fail')}; ${dkim('pass')}`, {}, ['verified', 'dkim-pass']],
    // A failed DMARC outweighs an SPF pass that it did not accept.
    [`${spf('pass')}; ${dmarc('fail')}`, {}, ['suspicious', 'dmarc-fail']],
    // Results about another author's domain say nothing.
    ['dmarc=pass header.from=other.example', {}, ['unknown', 'unproven']],
    ['none', {}, ['unknown', 'unproven']],
  ] as [string, Mail, string[]][])('%s %j', (results, mail, expected) => {
    expect(outcome(results, mail)).toEqual(expected);
  });

  it('is not said of my own mail, unless somebody forges it', () => {
    const mine = { from: 'sam@example.com' };
    expect(arrive(['mx.google.com; dmarc=pass header.from=example.com'], mine)()).toBeNull();
    expect(outcome(dmarc('fail'), mine)[0]).toBe('suspicious');
  });
});

describe('whose word counts', () => {
  const PASS = 'dmarc=pass header.from=example.com';
  const FAIL = 'dmarc=fail header.from=example.com';
  const said = (...results: string[]) => arrive(results)().outcome;
  const arriveOften = (server: string, times: number) => {
    for (let at = 0; at < times; at++) arrive([`${server}; ${PASS}`]);
  };

  it('is that of the server known for the account, and no other', () => {
    expect(said(`mx.google.com; ${PASS}`)).toBe('verified');
    for (const stranger of ['mx.evil.example', 'mx.google.com.evil.example', 'google.com', ''])
      expect(said(`${stranger}; ${PASS}`), stranger).toBe('unknown');
  });

  it('is the topmost, not what stands below a stranger or contradicts it', () => {
    expect(said(`mx.evil.example; ${PASS}`, `mx.google.com; ${PASS}`)).toBe('unknown');
    expect(said(`mx.google.com; ${FAIL}`, `mx.google.com; ${PASS}`)).toBe('suspicious');
    expect(said('mx.google.com; none', `mx.evil.example; ${PASS}`)).toBe('unknown');
  });

  it('counts the several names of one known server together', () => {
    connect('imap.mail.me.com');
    expect(said('arc.icloud.com; arc=none', `dmarc.icloud.com; ${PASS}`)).toBe('verified');
    connect('outlook.office365.com');
    expect(arrive([`spf=none; ${PASS}`])().outcome).toBe('verified');
    connect('imap.fastmail.com');
    expect(said(`mx3.messagingengine.com; ${PASS}`)).toBe('verified');
  });

  it('is learned for a server of one’s own, from the mail of half the days or more', () => {
    connect('imap.my-firm.example');
    const first = arrive([`mx2.my-firm.example; ${PASS}`]);
    expect(first().outcome).toBe('unknown');
    arriveOften('mx1.my-firm.example', 2);
    expect(first().outcome).toBe('verified');
    // A forged name stands alone with a server that writes no results.
    for (let at = 0; at < 4; at++) arrive([]);
    expect(first().outcome).toBe('unknown');
  });

  it('is not learned for a name outside the domain of the account’s server', () => {
    connect('imap.my-firm.example');
    const mail = arrive([`mx.others.example; ${PASS}`]);
    arriveOften('mx.others.example', 10);
    expect(mail()).toMatchObject({ outcome: 'unknown', checkedBy: null });
    expect(mail().reasons).toEqual([{ code: 'foreign-server', domain: 'mx.others.example' }]);
  });

  it('is that of the server the user names, and of those below it', () => {
    connect('imap.my-firm.example');
    const mail = arrive([`mx.others.example; ${PASS}`]);
    const forged = arrive([`mx.others.example.evil.example; ${PASS}`]);
    const choose = (trustedServer: string | null) =>
      world.run((tx) => setAccountOptions(tx, { id: 'account-mail', onlySubscribed: false, trustedServer }));
    choose('others.example');
    expect(mail()).toMatchObject({ outcome: 'verified', checkedBy: 'mx.others.example' });
    expect(forged().outcome).toBe('unknown');
    choose('');
    expect(mail().outcome).toBe('unknown');
    choose(null);
    expect(mail().outcome).toBe('unknown');
  });

  it('is shown beside the names that stand on the newest mail', () => {
    connect('imap.my-firm.example');
    arrive([]);
    arriveOften('mx.others.example', 2);
    const found = [{ server: 'mx.others.example', mails: 2 }];
    expect(checkingServers(world.db, 'account-mail')).toEqual({
      ...{ chosen: null, automatic: [], received: 3, found },
    });
    arriveOften('mx1.my-firm.example', 4);
    expect(checkingServers(world.db, 'account-mail').automatic).toEqual(['mx1.my-firm.example']);
    connect('imap.gmail.com');
    expect(checkingServers(world.db, 'account-mail').automatic).toEqual(['mx.google.com']);
  });

  it.each([
    [' MX.Example.org. ', 'mx.example.org'],
    ['', ''],
    ['mx example', null],
    ['mx.example.org;dmarc=pass', null],
    ['-mx.example', null],
    [`${'a'.repeat(260)}.example`, null],
  ])('takes %j for %j', (typed, name) => {
    expect(checkedServerName(typed)).toBe(name);
  });

  it('is not asked for where there is no server, nor for mail of before', () => {
    const delivered = world.mail({ from: 'ann@example.com' });
    expect(checkOf(delivered)?.reasons[0]?.code).toBe('older');
    world.db.prepare("UPDATE account SET provider = 'sample' WHERE id = 'account-mail'").run();
    expect(checkOf(delivered)).toBeNull();
  });
});
