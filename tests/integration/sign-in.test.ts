/** Signing in through a provider's pages, against a real authorisation server and mail servers that ask it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AuthorizationServer } from '#rig/authorization-server.ts';
import { deliver } from '#rig/deliver.ts';
import { ALICE, BOB, DovecotServer } from '#rig/dovecot.ts';
import { FaultProxy } from '#rig/fault-proxy.ts';
import { ImapProbe } from '#rig/imap-probe.ts';
import { PostfixServer } from '#rig/postfix.ts';
import { waitFor } from '#rig/wait-for.ts';
import type { MailSettings } from '#shared/contract/accounts.ts';
import type { SignInEvent } from '#shared/contract/sign-in.ts';
import { openEngine, type RunningEngine } from './engine-fixture.ts';

const PROVIDER = 'example.test';

describe.skipIf(!DovecotServer.installed() || !PostfixServer.usable())(
  'signing in through a provider',
  () => {
    let provider: AuthorizationServer;
    let dovecot: DovecotServer;
    let postfix: PostfixServer;
    let proxy: FaultProxy;
    let running: RunningEngine;

    beforeAll(async () => {
      provider = await AuthorizationServer.start();
      dovecot = await DovecotServer.start({ introspectionUrl: provider.introspectionUrl });
      postfix = await PostfixServer.start({ dovecot });
      proxy = await FaultProxy.start({ targetPort: dovecot.ports.imaps });
      running = await openEngine();
    });
    afterAll(async () => {
      await running?.close();
      await proxy?.stop();
      await postfix?.stop();
      await dovecot?.stop();
      await provider?.stop();
    });

    const engine = () => running.engine;
    const settings = (): MailSettings => ({
      username: ALICE.address,
      imap: { host: 'localhost', port: proxy.port, tls: 'implicit' },
      smtp: { host: 'localhost', port: postfix.ports.smtps, tls: 'implicit' },
      ca: dovecot.ca.ca,
    });
    const begin = () => engine().signIns.begin({ provider: PROVIDER, address: ALICE.address });
    const pageOf = ({ value }: IteratorResult<SignInEvent, void>): URL => {
      if (value?.state !== 'open') throw new Error('No page to open');
      return new URL(value.url);
    };
    /** Signs in as the person would; resolves to the grant. */
    async function signIn(): Promise<string> {
      const events = begin();
      const page = pageOf(await events.next());
      const [shown, done] = await Promise.all([provider.visit(page.href), events.next()]);
      expect(shown).toMatchObject({ status: 200, text: expect.stringContaining('You can go back to Skein') });
      if (done.value?.state !== 'done') throw new Error('Not signed in');
      return done.value.grantId;
    }
    const account = async () => (await engine().accounts.list())[0]!;
    const waitForState = (state: string, code: string | null) =>
      waitFor(`${state} ${code}`, async () => {
        const { sync } = await account();
        return sync.state === state && (sync.error?.code ?? null) === code;
      });

    it('needs a client, and keeps only one whose server describes itself over TLS or on this computer', async () => {
      await expect(begin().next()).rejects.toMatchObject({ code: 'login-client-missing' });
      const client = { provider: PROVIDER, clientId: provider.clientId, secret: null, scope: null };
      for (const issuer of ['http://example.test', 'ftp://127.0.0.1', 'nonsense', `${provider.issuer}/other`])
        await expect(engine().signInClients.save({ ...client, issuer })).rejects.toMatchObject({
          code: 'sign-in-bad-server',
        });
      await engine().signInClients.save({ ...client, issuer: provider.issuer });
      expect((await engine().signInClients.list()).at(-1)).toMatchObject({
        ...{ provider: PROVIDER, clientId: provider.clientId, hasSecret: false, fixed: false },
      });
    });

    it('asks with a challenge of its own, and takes an answer from nobody but who was asked', async () => {
      const events = begin();
      const page = pageOf(await events.next());
      const query = Object.fromEntries(page.searchParams);
      expect(query).toMatchObject({ code_challenge_method: 'S256', login_hint: ALICE.address });
      expect(query.redirect_uri).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
      const knock = async (path: string, init: RequestInit = {}) =>
        (await fetch(new URL(path, query.redirect_uri), init)).status;
      const good = `/?code=x&state=${query.state}&iss=${encodeURIComponent(provider.issuer)}`;
      expect(await knock('/?code=x&state=guessed')).toBe(404);
      expect(await knock('/?code=x')).toBe(404);
      expect(await knock(`/elsewhere${good.slice(1)}`)).toBe(404);
      expect(await knock(good, { method: 'POST' })).toBe(404);
      // A code that the server never gave out ends it, and the same address answers nobody afterwards.
      const ended = expect(events.next()).rejects.toMatchObject({ code: 'sign-in-failed' });
      expect(await knock(good)).toBe(200);
      await ended;
      await expect(knock(good)).rejects.toThrow();
    });

    it('ends when the person says no, gives up, or takes too long, and listens no more', async () => {
      provider.person.consents = false;
      const denied = begin();
      const page = pageOf(await denied.next());
      const [shown] = await Promise.all([
        provider.visit(page.href),
        expect(denied.next()).rejects.toMatchObject({ code: 'sign-in-denied' }),
      ]);
      expect(shown.text).toContain('Access was not granted');
      provider.person.consents = true;

      const canceled = begin();
      const left = pageOf(await canceled.next()).searchParams.get('redirect_uri')!;
      const ended = expect(canceled.next()).rejects.toMatchObject({ code: 'sign-in-canceled' });
      engine().signIns.stop();
      await ended;
      await expect(fetch(left)).rejects.toThrow();
    });

    it('connects an account that receives and sends without any password', async () => {
      const grantId = await signIn();
      const steps: string[] = [];
      for await (const { server, step, state } of engine().accounts.testMail(settings(), {
        password: null,
        grantId,
      }))
        if (state !== 'running') steps.push(`${server} ${step} ${state}`);
      expect(steps).toHaveLength(10);
      expect(steps.every((step) => step.endsWith('ok'))).toBe(true);
      const { id } = await engine().accounts.addMail({
        ...{ address: ALICE.address, name: 'Alice Marlow', settings: settings(), password: null, grantId },
      });
      await engine().supervisor.mail(id)?.imap.syncNow();
      const { settings: stored } = (await engine().store.read('account.get', id))!;
      expect(stored).toMatchObject({ signIn: { provider: PROVIDER } });
      // What was granted is used up.
      await expect(
        engine().accounts.addMail({ ...ALICE, name: '', settings: settings(), password: null, grantId }),
      ).rejects.toMatchObject({ code: 'sign-in-gone' });
      await engine().outbox.start();
      await engine().changeSettings({ undoSendSeconds: 0 });
      const draft = await engine().drafts.create({
        ...{ mode: 'new', channel: 'mail', threadId: null, answers: null, accountId: id },
        to: [{ name: '', address: BOB.address }],
      });
      const { revision } = await engine().drafts.save({ ...draft, subject: 'By token', text: 'No password' });
      await engine().drafts.send({ id: draft.id, revision });
      const bob = await ImapProbe.connect(dovecot, BOB);
      await waitFor('the mail', async () => (await bob.messages('INBOX'))[0]?.subject === 'By token');
      await bob.close();
    });

    it('gets another token when a server refuses the one it has, and waits while none is to be had', async () => {
      const tokens = () => provider.requests.filter((path) => path === '/token').length;
      const before = tokens();
      await provider.endAccessTokens();
      proxy.cutAll();
      await waitFor('another token', () => tokens() > before);
      await waitForState('idle', null);
      expect(tokens()).toBe(before + 1);

      provider.failing = '/token';
      await provider.endAccessTokens();
      proxy.cutAll();
      await waitForState('error', 'login-unavailable');
      provider.failing = null;
      await waitForState('idle', null);
    });

    it('asks the person when the grant is gone, and loses nothing when they sign in again', async () => {
      await provider.withdraw();
      proxy.cutAll();
      await waitForState('error', 'login-expired');
      const asked = provider.requests.length;
      await deliver(dovecot.ports.lmtp, {
        ...{ from: BOB.address, to: ALICE.address },
        source: `From: ${BOB.address}\r\nSubject: Meanwhile\r\nMessage-ID: <meanwhile@example.test>\r\n\r\nHello\r\n`,
      });
      const { id } = await account();
      const { messages } = await engine().doctor();
      const change = { id, name: 'Alice Marlow', settings: settings(), password: null };
      const failed = [];
      for await (const { state, error } of engine().connections.changeMail(change))
        if (state === 'failed') failed.push(error?.code);
      expect(failed).toEqual(['login-expired']);
      // Nobody knocked again and again meanwhile.
      expect(provider.requests.length - asked).toBeLessThan(4);
      const grantId = await signIn();
      for await (const { error } of engine().connections.changeMail({ ...change, grantId }))
        expect(error).toBeNull();
      await waitForState('idle', null);
      await waitFor('the mail', async () => (await engine().doctor()).messages === messages + 1);
    });

    it('is refused by the mail server as somebody else, in words', async () => {
      provider.person.accountId = BOB.address;
      const grantId = await signIn();
      const failures = [];
      for await (const { error } of engine().accounts.testMail(settings(), { password: null, grantId }))
        if (error) failures.push(error);
      expect(failures).toMatchObject([{ code: 'login-token-refused' }]);
      provider.person.accountId = ALICE.address;
    });

    it('gives the grant back when the account is removed', async () => {
      const { id } = await account();
      const before = provider.revoked.length;
      const receipt = await engine().erasing.erase({ kind: 'account', id });
      expect(receipt.verified).toContain(`${PROVIDER} was told to end the sign-in.`);
      expect(provider.revoked.length).toBe(before + 1);
    });
  },
);
