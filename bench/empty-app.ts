/** The least an Electron app can be: one window with a page of one line. What any app of the kind costs. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const MAIN = `const { app, BrowserWindow } = require('electron');
const { join } = require('node:path');
app.setPath('userData', join(__dirname, 'profile'));
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1360, height: 860, show: false });
  window.once('ready-to-show', () => window.show());
  window.loadFile('index.html');
});
app.on('window-all-closed', () => app.quit());
`;
const PAGE = '<!doctype html><meta charset="utf-8"><title>Empty</title><p role="note">Nothing here.</p>\n';

/** Writes the app into `directory`, made when missing, and returns the directory. */
export function writeEmptyApp(directory: string): string {
  mkdirSync(directory, { recursive: true });
  const description = { name: 'empty-window', version: '1.0.0', main: 'main.js' };
  writeFileSync(join(directory, 'package.json'), JSON.stringify(description));
  writeFileSync(join(directory, 'main.js'), MAIN);
  writeFileSync(join(directory, 'index.html'), PAGE);
  return directory;
}
