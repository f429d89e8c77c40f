import { randomUUID } from 'node:crypto';
import { app, type BrowserWindow, dialog, type OpenDialogOptions } from 'electron';
import type { ChosenPaths } from '#shared/contract/bridge.ts';
import type { MainToEngine } from '#shared/contract/engine-messages.ts';

const DIALOGS: Record<ChosenPaths, (from: string) => OpenDialogOptions> = {
  'mail-files': () => ({
    title: 'Import mail',
    buttonLabel: 'Import',
    properties: ['openFile', 'multiSelections', 'showHiddenFiles'],
  }),
  'mail-folder': () => ({
    title: 'Import a folder of mail',
    buttonLabel: 'Import',
    properties: ['openDirectory', 'showHiddenFiles'],
  }),
  'export-folder': (from) => ({
    title: 'Export to',
    buttonLabel: 'Export here',
    defaultPath: from,
    properties: ['openDirectory', 'createDirectory'],
  }),
};

/**
 * Lets the user choose files or a folder and tells the engine which; the window gets a ticket for them and never a
 * path it could have made up.
 */
export class PathChooser {
  readonly #post: (message: MainToEngine) => boolean;

  constructor(post: (message: MainToEngine) => boolean) {
    this.#post = post;
  }

  /** Resolves to the ticket, or to `null` when nothing was chosen. */
  async choose(window: BrowserWindow, what: ChosenPaths): Promise<string | null> {
    const { canceled, filePaths } = await dialog.showOpenDialog(
      window,
      DIALOGS[what](app.getPath('documents')),
    );
    if (canceled || filePaths.length === 0) return null;
    const ticket = randomUUID();
    if (!this.#post({ type: 'grant', ticket, paths: filePaths }))
      throw new Error('The engine is not running.');
    return ticket;
  }
}
