/** Imports and exports as the engine tells of them, and the ways to begin one. */
import { create } from 'zustand';
import type { ChosenPaths } from '#shared/contract/bridge.ts';
import type { ExportFormat, ExportScope, Transfers } from '#shared/contract/transfers.ts';
import { tellBriefly, tellError } from './acts.ts';
import { bridge } from './bridge.ts';
import { connected, engine } from './engine.ts';
import { strings } from './strings/index.ts';

const pauseMs = 1000;
const words = strings.transfers;

/** What runs, and what ran last. */
export const useTransfers = create<Transfers>(() => ({ import: null, export: null, reread: null }));

/** Follows imports and exports for ever, across restarts of the engine. Call once, when there is a store. */
export async function followTransfers(): Promise<never> {
  for (;;) {
    const signal = await connected();
    try {
      for await (const now of await engine.transfers.watch({}, { signal })) {
        tellEnds(useTransfers.getState(), now);
        useTransfers.setState(now);
      }
    } catch {
      // It ends with the engine; the loop finds the next one.
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

/** Somebody who went on working is told that it is done, or what stands in the way. */
function tellEnds(before: Transfers, now: Transfers): void {
  const imported =
    before.import?.state === 'running' || before.import?.state === 'looking' ? now.import : null;
  if (imported?.state === 'done') tellBriefly(words.import.told(imported.added));
  if (imported?.error) tellError(imported.error);
  const exported = before.export?.state === 'running' ? now.export : null;
  if (exported?.state === 'done') tellBriefly(words.export.told(exported.done));
  if (exported?.state === 'failed') tellError(exported.error);
}

async function choose(what: ChosenPaths): Promise<string | null> {
  return (await bridge()?.choosePaths(what)) ?? null;
}

/** Lets the user choose mail and begins to import it; resolves to whether it did. Shows what went wrong. */
export async function importMail(from: 'mail-files' | 'mail-folder'): Promise<boolean> {
  try {
    const ticket = await choose(from);
    if (ticket === null) return false;
    await engine.transfers.import({ ticket });
    return true;
  } catch (error) {
    tellError(error);
    return false;
  }
}

/** Lets the user choose a folder and begins to export there; resolves to whether it did. Rejects with what went wrong. */
export async function exportMail(scope: ExportScope, format: ExportFormat): Promise<boolean> {
  const ticket = await choose('export-folder');
  if (ticket === null) return false;
  await engine.transfers.export({ ticket, scope, format });
  return true;
}
