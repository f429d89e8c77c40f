import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { printable } from '#engine/export/printable.ts';
import { ImportEngine, letter } from './support/engine.ts';

let engine: ImportEngine;
beforeEach(() => {
  engine = new ImportEngine();
});
afterEach(() => engine.remove());

async function imported(...sources: string[]): Promise<string[]> {
  for (const [index, source] of sources.entries()) {
    const path = join(engine.directory, `${index}.eml`);
    writeFileSync(path, source);
    await engine.import(path);
  }
  return engine.db.prepare('SELECT id FROM message ORDER BY row').pluck().all() as string[];
}

const html = letter(
  'Layout',
  'Content-Type: text/html\n',
  '<style>p { color: red }</style><p>Hello</p><script>alert(1)</script><img src="https://tracker.example/p.gif">' +
    '<template shadowrootmode="open">x</template></template></div><h6>end</h6>',
);

it('prints who, when and what, the layout without scripts and remote images, and lets no mail out of its place', async () => {
  const [id = ''] = await imported(html);
  const { title, html: document } = await printable(engine.printing, { kind: 'message', id });
  expect(title).toBe('Layout');
  expect(document).toContain('<dt>From</dt><dd>Ana Ribeiro &#60;ana@example.org&#62;</dd>');
  expect(document).toContain('Hello');
  expect(document).not.toMatch(/alert|tracker\.example/);
  expect(document.match(/<template/g)).toHaveLength(1);
  expect(document.match(/<\/template>/g)).toHaveLength(1);
  expect(document.indexOf('<h6>')).toBeLessThan(document.indexOf('</template>'));
});

it('prints a thread oldest first, text as it stands', async () => {
  const answer = letter(
    'Re: Plan',
    'In-Reply-To: <Plan@example.org>\nReferences: <Plan@example.org>\n',
    '1 < 2 & 3\n',
  )
    .replace('10:00:00', '11:00:00')
    .replace('<Re:-Plan', '<answer');
  await imported(letter('Plan', '', 'First.\n'), answer);
  const id = engine.db.prepare('SELECT DISTINCT thread_id FROM message').pluck().get() as string;
  const { title, html: document } = await printable(engine.printing, { kind: 'thread', id });
  expect(title).toBe('Plan');
  expect(document.match(/<article>/g)).toHaveLength(2);
  expect(document.indexOf('First.')).toBeLessThan(document.indexOf('1 &#60; 2 &#38; 3'));
});

it('says so when the message is gone', async () => {
  await expect(printable(engine.printing, { kind: 'message', id: 'gone' })).rejects.toMatchObject({
    code: 'not-here',
  });
});
