import { type BrowserWindow, dialog } from 'electron';

/** Asks whether a window may close though what was written in it is not saved. */
export async function mayLoseText(window: BrowserWindow): Promise<boolean> {
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
