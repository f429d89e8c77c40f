import { type BrowserWindow, dialog } from 'electron';
import { focusWindow } from './window.ts';

/** How long a page may take to save what is being written in it. */
const SETTLE_MS = 4000;

/** Has the page of a window save what is being written in it before the window closes. */
export class Unsaved {
  readonly #window: BrowserWindow;
  #asking: Promise<boolean> | null = null;
  /** Ends the wait for the page's answer. */
  #answered: ((saved: boolean) => void) | null = null;

  constructor(window: BrowserWindow) {
    this.#window = window;
  }

  /** Whether everything in it is saved, or the user does not mind. */
  mayClose(): Promise<boolean> {
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  /** What the page answers, or that it went: then nothing more can be saved. */
  answer(saved: boolean): void {
    this.#answered?.(saved);
  }

  async #ask(): Promise<boolean> {
    if ((await this.#settle()) || this.#window.isDestroyed()) return true;
    focusWindow(this.#window);
    return mayLoseText(this.#window);
  }

  /** Resolves to whether everything is saved. */
  #settle(): Promise<boolean> {
    if (this.#window.isDestroyed()) return Promise.resolve(true);
    const { webContents } = this.#window;
    if (webContents.isDestroyed() || webContents.isCrashed()) return Promise.resolve(true);
    return new Promise((resolve) => {
      const finish = (saved: boolean) => {
        clearTimeout(timer);
        this.#answered = null;
        resolve(saved);
      };
      const timer = setTimeout(finish, SETTLE_MS, false);
      this.#answered = finish;
      webContents.send('skein:settle');
    });
  }
}

/** Asks whether a window may close though what was written in it is not saved. */
async function mayLoseText(window: BrowserWindow): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    message: 'What you wrote in this window could not be saved.',
    detail: 'Keep the window open, copy the text somewhere else, or wait until it says that it is saved.',
    buttons: ['Keep it open', 'Close without saving'],
    defaultId: 0,
    cancelId: 0,
  });
  return response === 1;
}
