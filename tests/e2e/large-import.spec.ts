/** Much mail with large files at once: what is run often is compiled, and compiled code has ended the engine before. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { mboxEntry } from '#engine/export/mbox.ts';
import { generateMessages } from '../rig/generate.ts';
import { removeDirectory } from '../rig/server-process.ts';
import { enginePid, type LaunchedApp, launchApp } from './launch.ts';

const LETTERS = 2_000;
/** Every so many letters are followed by one with a file of so many lines. */
const FILES = [
  { every: 6, lines: 2_000 },
  { every: 40, lines: 31_000 },
];
const directory = mkdtempSync(join(tmpdir(), 'skein-large-import-'));
const archive = join(directory, 'Archive');
let launched: LaunchedApp;
let count = 0;

const formatted = (value: number) => value.toLocaleString('en-US');
const line = `${'SGVsbG8sIHRoaXMgaXMgYSBsaW5lIG9mIGEgZmlsZSBhcyBtYWlsIGNhcnJpZXMgaXQu'}\r\n`;

function withFile(name: string, lines: number): Buffer {
  return Buffer.from(
    `From: Ana Ribeiro <ana@example.org>\r\nTo: sam@home.example\r\nSubject: Scan ${name}\r\n` +
      `Date: Sun, 22 Nov 2026 10:00:00 +0100\r\nMessage-ID: <${name}@file.example.org>\r\nMIME-Version: 1.0\r\n` +
      'Content-Type: multipart/mixed; boundary=part\r\n\r\n--part\r\nContent-Type: text/plain\r\n\r\nHere it is.\r\n' +
      '--part\r\nContent-Type: application/octet-stream; name="scan.bin"\r\n' +
      `Content-Transfer-Encoding: base64\r\n\r\n${line.repeat(lines)}--part--\r\n`,
  );
}

test.beforeAll(async () => {
  const entries: Buffer[] = [];
  const put = (source: Buffer) => entries.push(mboxEntry(source, 'ana@example.org', Date.UTC(2026, 10, 22)));
  [...generateMessages({ count: LETTERS, extraParagraphs: 20 })].forEach(({ source }, index) => {
    put(source);
    for (const { every, lines } of FILES) if (index % every === 0) put(withFile(`${index}-${lines}`, lines));
  });
  count = entries.length;
  writeFileSync(archive, Buffer.concat(entries));
  launched = await launchApp();
});

test.afterAll(async () => {
  await launched?.close();
  await removeDirectory(directory);
});

test('the engine that begins a large import ends it', async () => {
  const { app, window } = launched;
  await app.evaluate(({ dialog }, path) => {
    Object.assign(dialog, { showOpenDialog: async () => ({ canceled: false, filePaths: [path] }) });
  }, archive);
  await window.getByRole('button', { name: /Import mail from files/ }).click();
  const section = window.getByRole('tabpanel', { name: 'Import and export' });
  const engine = await enginePid(app);
  await section.getByRole('button', { name: 'Choose files…' }).click();
  await expect(section).toContainText('The import is complete', { timeout: 60_000 });
  await expect(section).toContainText(`${formatted(count)} messages imported`);
  expect(await enginePid(app)).toBe(engine);
});
