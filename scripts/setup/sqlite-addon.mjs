import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { electronVersions, ensureElectron } from './electron.mjs';
import { withLock } from './lock.mjs';
import { cacheDirectory, inProject } from './paths.mjs';
import { step } from './progress.mjs';
import { run } from './run.mjs';

/** Grows whenever the way the addon is compiled changes. */
const RECIPE = 1;

/** The Node-API version the library's own prebuilt addons ask for; an older runtime crashes loading them. */
const PREBUILT_NODE_API = 10;

const POST_FINALIZER_HEADER = `#pragma once
#define NAPI_VERSION 2147483647
#define NODE_API_EXPERIMENTAL_HAS_POST_FINALIZER
#include <node_api.h>
EXTERN_C_START
NAPI_EXTERN napi_status NAPI_CDECL node_api_post_finalizer(node_api_basic_env env, napi_finalize finalize_cb,
                                                           void* finalize_data, void* finalize_hint);
EXTERN_C_END
`;

const require = createRequire(import.meta.url);

/**
 * Makes sure there is a SQLite addon that loads in the given runtime ('node': the Node this script runs in;
 * 'electron': the Electron of ensureElectron) and returns its path. The path for 'node' is also written to
 * .cache/sqlite-addon.json, where programs that were not started by our scripts find it.
 * Throws when there is no usable prebuilt and no C++ compiler.
 */
export async function ensureSqliteAddon({ runtime }) {
  const target = runtime === 'electron' ? await electronTarget() : nodeTarget();
  const addon = (await prebuiltFor(target)) ?? (await compiledFor(target));
  if (runtime === 'node') publish(addon);
  return addon;
}

function nodeTarget() {
  return {
    name: `Node ${process.versions.node}`,
    execPath: process.execPath,
    nodeApi: Number(process.versions.napi),
    env: process.env,
  };
}

async function electronTarget() {
  const { execPath } = await ensureElectron();
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  const versions = await electronVersions(execPath);
  return { name: `Electron ${versions.electron}`, execPath, nodeApi: Number(versions.napi), env };
}

async function prebuiltFor(target) {
  if (target.nodeApi < PREBUILT_NODE_API) return null;
  const library = libraryDirectory();
  const musl = process.platform === 'linux' && !process.report.getReport().header.glibcVersionRuntime;
  const addon = join(library, 'prebuilds', `${musl ? 'linuxmusl' : process.platform}-${process.arch}.node`);
  if (!existsSync(addon)) return null;
  const { size, mtimeMs } = statSync(addon);
  try {
    await verifyOnce(target, addon, `prebuilt-${size}-${Math.round(mtimeMs)}`);
    return addon;
  } catch {
    return null;
  }
}

async function compiledFor(target) {
  const id = recipeId();
  const directory = join(cacheDirectory(), 'sqlite-addon', id);
  const addon = join(directory, 'better_sqlite3.node');
  if (!existsSync(addon)) {
    await withLock(`${directory}.lock`, async () => {
      if (existsSync(addon)) return;
      await step('Compiling SQLite with encryption (about a minute, once)', () => compile(directory, addon));
    });
  }
  await verifyOnce(target, addon, id);
  return addon;
}

async function verifyOnce(target, addon, id) {
  const stamp = join(
    cacheDirectory(),
    'sqlite-addon',
    `${id}.works-in.${target.name.replace(/[^\w.]+/g, '-')}`,
  );
  if (existsSync(stamp)) return;
  await step(`Checking SQLite in ${target.name}`, () =>
    run(target.execPath, ['--expose-gc', inProject('scripts/setup/sqlite-check.cjs'), addon], {
      cwd: inProject(),
      env: target.env,
      timeoutMs: 60_000,
    }),
  );
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, '');
}

/** What the compiled file depends on: change any and it is compiled anew. */
function recipeId() {
  const versions = ['better-sqlite3-multiple-ciphers', 'node-addon-api', 'node-api-headers'].map(
    (name) =>
      `${name}@${JSON.parse(readFileSync(inProject('node_modules', name, 'package.json'), 'utf8')).version}`,
  );
  const text = [RECIPE, process.platform, process.arch, ...versions].join('\n');
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

async function compile(directory, addon) {
  const library = libraryDirectory();
  const build = `${directory}.build`;
  rmSync(build, { recursive: true, force: true });
  mkdirSync(build, { recursive: true });
  mkdirSync(directory, { recursive: true });
  const header = join(build, 'post-finalizer.h');
  writeFileSync(header, POST_FINALIZER_HEADER);
  const sqlite = join(library, 'deps', 'sqlite3');
  const cc = process.env.CC ?? 'cc';
  const cxx = process.env.CXX ?? 'c++';
  const common = ['-O2', '-fPIC', '-DNDEBUG', '-w', '-c'];
  try {
    await Promise.all([
      run(cc, [
        ...common,
        '-std=c99',
        '-D_GNU_SOURCE',
        ...sqliteDefines(library),
        `-I${sqlite}`,
        join(sqlite, 'sqlite3.c'),
        '-o',
        join(build, 'sqlite3.o'),
      ]),
      run(cxx, [
        ...common,
        '-std=c++20',
        '-fvisibility=hidden',
        '-fvisibility-inlines-hidden',
        '-include',
        header,
        '-DNAPI_DISABLE_CPP_EXCEPTIONS',
        '-DNODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS',
        `-I${require('node-api-headers').include_dir}`,
        `-I${require('node-addon-api').include_dir}`,
        `-I${sqlite}`,
        join(library, 'src', 'better_sqlite3.cpp'),
        '-o',
        join(build, 'better_sqlite3.o'),
      ]),
    ]);
    const unresolved =
      process.platform === 'darwin'
        ? ['-undefined', 'dynamic_lookup']
        : ['-Wl,-Bsymbolic', '-Wl,--exclude-libs,ALL', '-ldl'];
    const linked = join(build, 'better_sqlite3.node');
    await run(cxx, [
      '-shared',
      '-o',
      linked,
      join(build, 'better_sqlite3.o'),
      join(build, 'sqlite3.o'),
      ...unresolved,
    ]);
    renameSync(linked, addon);
  } catch (error) {
    error.message += '\nSkein needs a C and a C++20 compiler here (on Debian: apt-get install g++).';
    throw error;
  } finally {
    rmSync(build, { recursive: true, force: true });
  }
}

/** SQLite's compile-time options exactly as the library chose them. */
function sqliteDefines(library) {
  const text = readFileSync(join(library, 'deps', 'defines.gypi'), 'utf8');
  const defines = [...text.matchAll(/^\s*'((?:HAVE|SQLITE)_[^']+)'/gm)].map((match) => `-D${match[1]}`);
  if (defines.length < 20)
    throw new Error(`No SQLite options found in ${join(library, 'deps', 'defines.gypi')}.`);
  return defines;
}

function libraryDirectory() {
  return inProject('node_modules', 'better-sqlite3-multiple-ciphers');
}

function publish(addon) {
  const file = inProject('.cache', 'sqlite-addon.json');
  const text = `${JSON.stringify({ path: addon })}\n`;
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
