/**
 * Loaded into the app before its own code: the app is ready only once Playwright has connected and says so, as with
 * Playwright's own Electron. A window whose page comes while Playwright connects is one it waits for in vain; without
 * this it happened once in eighty starts.
 */
const { app } = require('electron');

const ready = app.whenReady();
const driven = new Promise((resolve) => {
  globalThis.__playwright_run = resolve;
});
app.whenReady = () => driven.then(() => ready);
