import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
// @ts-expect-error The setup scripts are plain JavaScript: they run before anything is installed.
import { ensureBuild } from '../../../scripts/setup/build.mjs';

const RENDERER = new URL('../../../out/renderer/', import.meta.url);

describe('the page before its scripts have run', () => {
  let page = '';
  beforeAll(async () => {
    await ensureBuild();
    page = readFileSync(fileURLToPath(new URL('index.html', RENDERER)), 'utf8');
  }, 120_000);

  /** The project's and packages' files that the scripts named in the page are made of. */
  function firstSources(): string[] {
    const scripts = [...page.matchAll(/(?:src|href)="(\.\/assets\/[^"]+\.js)"/g)].map(([, path]) => path!);
    expect(scripts.length).toBeGreaterThan(0);
    return scripts.flatMap((script) => {
      // The bundler's own helpers are made of no file.
      if (/\/rolldown-runtime-[^/]+\.js$/.test(script)) return [];
      const map = JSON.parse(readFileSync(fileURLToPath(new URL(`${script}.map`, RENDERER)), 'utf8'));
      return map.sources as string[];
    });
  }

  it('has the shape of the window, which no script has to draw', () => {
    const body = page.slice(page.indexOf('<body>'));
    expect(body).toMatch(/class="skeleton"[\s\S]*class="skeletonList"[\s\S]*id="root"/);
    // Scripts that are not modules would run before the shape is drawn, and so would none of the policy's liking.
    const scripts = [...page.matchAll(/<script[^>]*>/g)].map(([tag]) => tag);
    expect(scripts.every((tag) => tag.includes('type="module"') && tag.includes('src='))).toBe(true);
    expect(page).toMatch(/<link rel="stylesheet"/);
  });

  it('waits for no script of what is not on the first screen', () => {
    const sources = firstSources();
    const has = (part: string) => sources.filter((source) => source.includes(part));
    expect(has('features/threads/ThreadList.tsx')).toHaveLength(1);
    for (const later of [
      'libphonenumber-js/metadata.max',
      'node_modules/zod/',
      'features/composer/',
      'features/conversation/Timeline.tsx',
      'features/onboarding/',
      'features/palette/Palette.tsx',
      'features/settings/Settings.tsx',
    ])
      expect(has(later), later).toEqual([]);
  });
});
