import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inProject } from './paths.mjs';

/**
 * The licences of every package that a package of the app contains: those that lie in it as they are, and those whose
 * code the build put into the page.
 */
export function licenceTexts() {
  const names = [...new Set([...installed(), ...bundled()])].sort();
  return names.map(describe).join(`\n${'='.repeat(80)}\n\n`);
}

/** Folders of the packages that are no development dependencies. */
function installed() {
  const { packages } = JSON.parse(readFileSync(inProject('package-lock.json'), 'utf8'));
  return Object.entries(packages)
    .filter(([path, entry]) => path !== '' && !entry.dev && !entry.devOptional)
    .map(([path]) => path)
    .filter((path) => existsSync(inProject(path)));
}

/** Packages whose files lie in the package as data. */
const DATA = ['node_modules/@fontsource-variable/inter', 'node_modules/pdfjs-dist'];

/** Folders of the packages that the source maps of the page name. */
function bundled() {
  const assets = inProject('out', 'renderer', 'assets');
  return readdirSync(assets)
    .filter((name) => name.endsWith('.map'))
    .flatMap((name) => JSON.parse(readFileSync(join(assets, name), 'utf8')).sources)
    .flatMap(
      (source) => /(node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+)\//.exec(source ?? '')?.[1] ?? [],
    )
    .concat(DATA.filter((path) => existsSync(inProject(path))));
}

function describe(path) {
  const { name, version, license } = JSON.parse(readFileSync(inProject(path, 'package.json'), 'utf8'));
  const texts = readdirSync(inProject(path))
    .filter((file) => /^(licen[cs]e|copying|notice)/i.test(file))
    .map((file) => readFileSync(inProject(path, file), 'utf8').trim());
  return `${name} ${version}\nLicence: ${license ?? 'see below'}\n\n${texts.join('\n\n')}\n`;
}
