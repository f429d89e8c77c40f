import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MimePool, type MimePoolOptions } from '#engine/channels/mail/mime/pool.ts';
import { type BuiltWorker, buildMimeWorker } from './built-worker.ts';
import { fixture, mail } from './fixture.ts';

let worker: BuiltWorker;
const pools: MimePool[] = [];

function pool(options: Partial<MimePoolOptions> = {}): MimePool {
  const made = new MimePool({ workerUrl: worker.url, size: 1, ...options });
  pools.push(made);
  return made;
}

beforeAll(async () => {
  worker = await buildMimeWorker();
}, 60_000);

afterAll(async () => {
  await Promise.all(pools.map((made) => made.close()));
  await worker.remove();
});

describe('MimePool', () => {
  it('parses in a worker and leaves the source with the caller', async () => {
    const source = fixture('related.eml');
    const message = await pool({ size: 2 }).parse(source);
    expect(message.attachments.map((attachment) => attachment.filename)).toEqual(['map.png', 'route.pdf']);
    expect(Buffer.from(message.attachments[1]?.content ?? []).toString()).toBe('%PDF-1.4\n');
    expect(source.byteLength).toBeGreaterThan(0);
  });

  it('answers every message of a crowd with its own result', async () => {
    const shared = pool({ size: 2 });
    const subjects = Array.from({ length: 200 }, (_, i) => `message ${i}`);
    const parsed = await Promise.all(
      subjects.map((subject) => shared.parse(mail(`Subject: ${subject}`, '', 'x'))),
    );
    expect(parsed.map((message) => message.subject)).toEqual(subjects);
  });

  it('condenses in a worker, behind what somebody waits to read', async () => {
    const shared = pool();
    const answered: string[] = [];
    const sources = Array.from({ length: 50 }, (_, i) => mail(`Subject: ${i}`, '', 'from a sync'));
    const sync = sources.map(async (source) => {
      const { subject, body } = await shared.condense(source, { whole: true });
      answered.push(`sync ${subject}`);
      expect(body.text).toBe('from a sync');
    });
    const read = shared.render('<p>opened</p>').then(() => answered.push('read'));
    await Promise.all([...sync, read]);
    expect(answered).toHaveLength(51);
    expect(answered.indexOf('read')).toBeLessThan(3);
  });

  it('begins nothing that nobody waits for while the window is used', async () => {
    let waitMs = 5;
    const pace = {
      get waitMs() {
        return waitMs;
      },
    };
    const shared = pool({ pace });
    const done: string[] = [];
    const condensed = shared.condense(mail('Subject: sync', '', 'x'), { whole: true });
    void condensed.then(() => done.push('condensed'));
    await shared.parse(mail('Subject: user', '', 'x')).then(() => done.push('parsed'));
    expect(done).toEqual(['parsed']);
    waitMs = 0;
    expect((await condensed).subject).toBe('sync');
  });

  it('renders in a worker', async () => {
    const rendered = await pool().render('<p>hello<script>alert(1)</script></p>', { cid: new Map() });
    expect(rendered.html).toContain('<p>hello</p>');
    expect(rendered.asText).toBe(false);
  });

  it('passes the refusal of an empty source on', async () => {
    await expect(pool().parse(new Uint8Array(0))).rejects.toMatchObject({
      name: 'MimeError',
      code: 'source-empty',
    });
  });

  it('gives up on a message that takes too long, and goes on with the next', async () => {
    const slow = mail('From: a@example.org', 'Subject: slow', '', `${'x\r\n'.repeat(300_000)}`);
    const impatient = pool({ timeLimitMs: 1 });
    const given = await impatient.parse(slow, { internalDate: new Date(0) });
    expect(given.subject).toBe('slow');
    expect(given.date).toBe('1970-01-01T00:00:00.000Z');
    expect(given.warnings).toContain('parse-timeout');
    expect(given.text).toContain('x\nx');
    const patient = pool();
    expect((await patient.parse(slow)).warnings).not.toContain('parse-timeout');
  });

  it('survives a message that eats the memory of its worker', async () => {
    const small = pool({ heapLimitMb: 24 });
    const hungry = mail(
      'Subject: hungry',
      'Content-Type: text/plain; format=flowed',
      '',
      'a\n'.repeat(7_000_000),
    );
    const given = await small.parse(hungry);
    expect(given.subject).toBe('hungry');
    expect(given.warnings).toContain('parse-memory');
    expect((await small.parse(fixture('alternative.eml'))).subject).toBe('Harbour plans');
  });

  it('rejects what is waiting when it is closed', async () => {
    const closing = pool();
    const waiting = closing.parse(fixture('alternative.eml'));
    const refused = expect(waiting).rejects.toMatchObject({ code: 'pool-closed' });
    await closing.close();
    await refused;
    await expect(closing.parse(fixture('alternative.eml'))).rejects.toMatchObject({ code: 'pool-closed' });
  });
});
