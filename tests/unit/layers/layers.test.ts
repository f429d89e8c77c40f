import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const projectRoot = fileURLToPath(new URL('../../..', import.meta.url));

function check(root: string): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(projectRoot, 'scripts/check-layers.mjs'), root],
    {
      encoding: 'utf8',
    },
  );
  return { status, output: stdout + stderr };
}

test('the project keeps its layers', () => {
  expect(check(projectRoot)).toEqual({ status: 0, output: '' });
});

describe('a project with one import', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'skein-layers-'));
    write(
      'package.json',
      JSON.stringify({ imports: { '#shared/*': './shared/*', '#engine/*': './electron/engine/*' } }),
    );
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  function write(path: string, text: string): void {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }

  test.each([
    [
      'a store that reaches up to a service',
      'electron/engine/store/a.ts',
      "import { x } from '#engine/threads/x.ts';",
    ],
    ['the same by a type only', 'electron/engine/store/a.ts', "import type { X } from '../threads/x.ts';"],
    [
      'the same by an import type',
      'electron/engine/store/a.ts',
      "export type X = import('../threads/x.ts').X;",
    ],
    [
      'a channel that re-exports a service',
      'electron/engine/channels/mail/a.ts',
      "export * from '#engine/actions/x.ts';",
    ],
    [
      'a channel that loads a service late',
      'electron/engine/channels/sms/a.ts',
      "export const x = () => import('../../people/x.ts');",
    ],
    ['a service that imports rpc', 'electron/engine/search/a.ts', "import '#engine/rpc/x.ts';"],
    ['an assembly that imports rpc', 'electron/engine/session.ts', "import './rpc/x.ts';"],
    ['cli that imports rpc', 'electron/engine/cli/a.ts', "import '#engine/rpc/x.ts';"],
    ['a window that imports the engine', 'renderer/app/a.tsx', "import { x } from '#engine/store/x.ts';"],
    ['a window that uses Node', 'renderer/app/a.tsx', "import { readFileSync } from 'node:fs';"],
    ['a window that uses Node by its bare name', 'renderer/app/a.tsx', "import { join } from 'path';"],
    ['a window that uses Electron', 'renderer/app/a.ts', "const { shell } = require('electron'); shell;"],
    ['shared that uses Node', 'shared/text/a.ts', "import { createHash } from 'node:crypto';"],
    [
      'shared that imports the engine',
      'shared/text/a.ts',
      "import { x } from '../../electron/engine/store/x.ts';",
    ],
    ['main that imports the engine', 'electron/main/a.ts', "import { x } from '../engine/store/x.ts';"],
    ['preload that imports main', 'electron/preload/a.ts', "import { x } from '../main/x.ts';"],
    [
      'an engine that imports a test',
      'electron/engine/threads/a.ts',
      "import { x } from '../../../tests/rig/x.ts';",
    ],
    ['a file that belongs nowhere', 'electron/a.ts', 'export {};'],
  ])('%s is reported with its place and what to do', (_what, path, text) => {
    write(path, `// first line\n${text}\n`);
    const { status, output } = check(root);
    expect(status).toBe(1);
    expect(output).toMatch(new RegExp(`^${path.replace('.', '\\.')}:[12] .*→ .{20}`));
    expect(output).toContain('1 import breaks the layers.');
  });

  test.each([
    ['shared/contract/a.ts', "import { z } from 'zod';"],
    [
      'electron/engine/store/a.ts',
      "import { readFileSync } from 'node:fs'; import '#shared/x.ts'; import './b.ts';",
    ],
    ['electron/engine/channels/mail/a.ts', "import '#engine/store/x.ts'; import sql from './a.sql?raw';"],
    ['electron/engine/threads/a.ts', "import '#engine/people/x.ts'; import '../channels/mail/x.ts';"],
    ['electron/engine/rpc/a.ts', "import '#engine/threads/x.ts'; import './b.ts';"],
    ['electron/engine/rpc/b.ts', "import '../session.ts';"],
    ['electron/engine/session.ts', "import './threads/x.ts';"],
    ['electron/engine/index.ts', "import './rpc/x.ts'; import './store/x.ts';"],
    ['electron/main/a.ts', "import { app } from 'electron'; import '#shared/x.ts';"],
    ['renderer/app/a.tsx', "import '#shared/x.ts'; import '../design/x.ts'; import 'react';"],
  ])('%s may import what is below it', (path, text) => {
    write(path, text);
    expect(check(root)).toEqual({ status: 0, output: '' });
  });
});
