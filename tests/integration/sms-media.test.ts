/** Files with texts: put on the user's host, fetched from there by the carrier, and gone when nobody needs them. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MediaHostServer } from '#rig/media-host-server.ts';
import { type Harness, MINUTE, START } from '#rig/sms/harness.ts';
import { waitFor } from '#rig/wait-for.ts';
import { type EngineFixture, engineFixture } from '../unit/sms/engine-fixture.ts';
import { ADA, PNG, startChannel } from './sms-fixture.ts';

const PICTURE = { mime: 'image/png', bytes: PNG };

let server: MediaHostServer;
let fixture: EngineFixture;
let h: Harness;

const settings = () => ({ uploadUrl: server.url, publicUrl: null, username: server.username });

beforeEach(async () => {
  server = await MediaHostServer.start();
  fixture = engineFixture({ now: () => h?.clock.now() ?? START });
  h = await startChannel({ fixture, mediaHost: fixture.hosting, simulator: { autoAdvanceMs: null } });
  fixture.hosting.connect();
});

afterEach(async () => {
  await fixture.hosting.close();
  await server.stop();
});

const connectHost = () => fixture.hosting.save({ ...settings(), secret: server.secret });
const state = (ref: string) => fixture.look(ref).state;
const atCarrier = () => h.sim.messages('outbound');
/** The carrier takes the text one step on, and the channel hears of it. */
async function step(ref: string, status: string): Promise<void> {
  await waitFor('the carrier to have the files', () => atCarrier().every((m) => m.fetching !== 'running'));
  h.sim.advance();
  await h.until(() => fixture.look(ref).status === status);
}
const gone = () => waitFor('the files to be removed', () => server.files.size === 0);

describe('a text with a file', () => {
  it('is refused with the reason and the way on when there is nowhere to put it', async () => {
    h.launch();
    const ref = h.queue(ADA, 'look', [PICTURE]);
    await h.until(() => state(ref) === 'failed');
    const error: string = fixture.world.get<{ error: string }>('SELECT error FROM text_message').error;
    expect(JSON.parse(error)).toMatchObject({
      code: 'media-host-needed',
      advice: expect.stringContaining('Settings'),
    });
    expect(atCarrier()).toEqual([]);
  });

  it('lies on the host under a name nobody can guess until the carrier has it, and no longer', async () => {
    await connectHost();
    h.launch();
    const ref = h.queue(ADA, 'look', [PICTURE, { mime: 'text/vcard', bytes: Buffer.from('BEGIN:VCARD\n') }]);
    await h.until(() => state(ref) === 'accepted');
    const names = [...server.files.keys()];
    expect(names.map((name) => name.replace(/^[0-9a-f]{32}/, ''))).toEqual(['.png', '.vcf']);
    expect(atCarrier()[0]?.mediaUrls).toEqual(names.map((name) => `${server.url}${name}`));
    await step(ref, 'sending');
    expect(Buffer.from(atCarrier()[0]!.media[0]!.bytes)).toEqual(Buffer.from(PNG));
    // Nobody but us gave a password, and we gave it for nothing but uploads.
    expect(server.requests.filter(({ authorization }) => authorization).map(({ method }) => method)).toEqual([
      'PUT',
      'PUT',
    ]);
    expect(server.files.size).toBe(2);
    await step(ref, 'sent');
    await gone();
    await step(ref, 'delivered');
    expect(await fixture.hosting.state()).toMatchObject({ files: 0, stuck: 0 });
  });

  it('fails with the carrier’s reason when the carrier cannot fetch the file, which then goes too', async () => {
    await connectHost();
    server.flaws = { private: true };
    h.launch();
    const ref = h.queue(ADA, 'look', [PICTURE]);
    await h.until(() => state(ref) === 'accepted');
    await step(ref, 'failed');
    expect(fixture.look(ref).detail).toContain('11200');
    await gone();
  });

  it('is put there anew for another attempt, and what the first one put there goes', async () => {
    await connectHost();
    h.sim.fault('create', { do: 'rate-limit', retryAfter: 60 });
    h.launch();
    const ref = h.queue(ADA, 'look', [PICTURE]);
    await waitFor('the first upload', () => server.everPut.size === 1);
    await h.until(() => state(ref) === 'accepted');
    await waitFor('one file to be left', () => server.files.size === 1);
    expect(server.everPut.size).toBe(2);
    expect(atCarrier()).toHaveLength(1);
    expect(atCarrier()[0]?.mediaUrls[0]).toContain([...server.files.keys()][0]);
  });

  it('whose fate is open keeps its file, and is found again by words and number of files', async () => {
    await connectHost();
    h.sim.fault('create', { do: 'drop', accept: true });
    h.launch();
    const ref = h.queue(ADA, 'look', [PICTURE]);
    await h.until(() => state(ref) === 'ambiguous' || state(ref) === 'accepted');
    expect(server.files.size).toBe(1);
    await h.until(() => state(ref) === 'accepted');
    await h.run(15 * MINUTE);
    expect(atCarrier()).toHaveLength(1);
    expect(server.everPut.size).toBe(1);
  });

  it('waits for a host in trouble and tells of one that refuses', async () => {
    await connectHost();
    server.flaws = { uploadStatus: 503 };
    h.launch();
    const ref = h.queue(ADA, 'look', [PICTURE]);
    await waitFor('an upload to be refused', () => server.requests.some(({ status }) => status === 503));
    server.flaws = {};
    await h.until(() => state(ref) === 'accepted');
    server.flaws = { uploadStatus: 413 };
    const large = h.queue(ADA, 'larger', [PICTURE]);
    await h.until(() => state(large) === 'failed');
    expect(fixture.look(large).detail).toBe('HTTP 413');
  });
});

describe('what lies on the host', () => {
  const sendOne = async () => {
    await connectHost();
    h.launch();
    const ref = h.queue(ADA, 'look', [PICTURE]);
    await h.until(() => state(ref) === 'accepted');
    return ref;
  };

  it('goes when its text is erased', async () => {
    await sendOne();
    fixture.world.run((tx) => tx.db.exec('DELETE FROM message'));
    fixture.hosting.sweep();
    await gone();
  });

  it('goes at the next start when the program ended between upload and sending', async () => {
    const name = `${'ab'.repeat(16)}.png`;
    const { world, hosting } = engineFixture();
    world.run((tx) =>
      tx.db
        .prepare('INSERT INTO hosted_file (name, upload_url, attempt) VALUES (?, ?, 1)')
        .run(name, `${server.url}${name}`),
    );
    await hosting.save({ ...settings(), secret: server.secret });
    server.files.set(name, { contentType: 'image/png', bytes: Buffer.from(PNG) });
    hosting.connect();
    await gone();
    await hosting.close();
  });

  it('is tried again when the host does not remove it, and said', async () => {
    const ref = await sendOne();
    server.flaws = { deleteStatus: 500 };
    await step(ref, 'sending');
    await step(ref, 'sent');
    await waitFor('a removal to fail', async () => (await fixture.hosting.state()).stuck === 1);
    expect(await fixture.hosting.state()).toMatchObject({ files: 1, error: { detail: 'HTTP 500' } });
    server.flaws = {};
    h.clock.advance(30 * MINUTE);
    fixture.hosting.sweep();
    await gone();
  });

  it('goes before everything is erased, whatever its text does', async () => {
    await sendOne();
    expect(await fixture.hosting.removeAll(5000)).toBe(0);
    expect(server.files.size).toBe(0);
  });

  it('keeps the host from being given up, unless the user wants it anyway', async () => {
    await sendOne();
    await expect(fixture.hosting.remove(false)).rejects.toMatchObject({ code: 'media-host-busy', files: 1 });
    await expect(
      fixture.hosting.save({
        uploadUrl: 'https://files.example.org/',
        publicUrl: null,
        username: null,
        secret: null,
      }),
    ).rejects.toMatchObject({ code: 'media-host-busy' });
    await fixture.hosting.remove(true);
    expect(await fixture.hosting.state()).toMatchObject({ host: null, files: 0 });
  });
});

describe('the test of a host', () => {
  const steps = async (input = {}) => {
    const said: [string, string | null][] = [];
    for await (const { step, error } of fixture.hosting.test({
      ...settings(),
      secret: server.secret,
      ...input,
    }))
      said.push([step, error && `${error.message} ${error.advice}`]);
    return said;
  };

  it('uploads, fetches as a stranger, looks at the type and the listing, and removes', async () => {
    expect(await steps()).toEqual(
      ['upload', 'fetch', 'type', 'hidden', 'delete'].map((step) => [step, null]),
    );
    expect(server.files.size).toBe(0);
  });

  it.each([
    ['upload', { uploadStatus: 405 }, /PUT/],
    ['fetch', { private: true }, /password/],
    ['type', { contentType: 'application/octet-stream' }, /octet-stream/],
    ['hidden', { listing: true }, /list/],
    ['delete', { deleteStatus: 403 }, /rights/],
    ['delete', { stale: true }, /still be fetched/],
  ])('says that and why %s failed with %j, and leaves nothing behind', async (step, flaws, words) => {
    server.flaws = flaws;
    const said = await steps();
    expect(said.at(-1)?.[0]).toBe(step);
    expect(said.at(-1)?.[1]).toMatch(words);
    expect(said.slice(0, -1).every(([, error]) => error === null)).toBe(true);
    if (step !== 'delete') expect(server.files.size).toBe(0);
  });

  it('says that the secret is wrong, that nobody answers, and what address is of no use', async () => {
    expect((await steps({ secret: 'wrong' }))[0]?.[1]).toMatch(/user name and the secret/);
    expect((await steps({ uploadUrl: 'http://127.0.0.1:9/' }))[0]?.[1]).toMatch(/cannot be reached/);
    await expect(steps({ uploadUrl: 'http://files.example.org/' })).rejects.toMatchObject({
      code: 'bad-settings',
    });
  });

  it('gives the secret kept to the host it was given for and to no other', async () => {
    await connectHost();
    expect((await steps({ secret: null })).at(-1)).toEqual(['delete', null]);
    const other = await MediaHostServer.start();
    try {
      expect((await steps({ uploadUrl: other.url, secret: null }))[0]?.[1]).toMatch(/secret/);
      expect(other.requests.map(({ authorization }) => authorization)).toEqual([null]);
    } finally {
      await other.stop();
    }
  });
});
