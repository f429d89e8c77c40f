import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
// @ts-expect-error The setup scripts are plain JavaScript: they run before anything is installed.
import { ensureBuild } from '../../scripts/setup/build.mjs';

const BUILT = fileURLToPath(new URL('../../out/engine', import.meta.url));

export interface BuiltEngine {
  directory: string;
  remove(): void;
}

/**
 * Builds the engine, its workers and the command line, and copies them: a build that runs meanwhile, of the app say,
 * empties the original. The copy lies below the project, whose packages and description it uses.
 */
export async function copyBuiltEngine(): Promise<BuiltEngine> {
  await ensureBuild();
  const directory = mkdtempSync(fileURLToPath(new URL('../../.cache/engine-test-', import.meta.url)));
  cpSync(BUILT, directory, { recursive: true });
  return { directory, remove: () => rmSync(directory, { recursive: true, force: true }) };
}
