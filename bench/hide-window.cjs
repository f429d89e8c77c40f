/** Loaded into a measured app before its own code: SIGUSR2 hides its windows. Whoever drives a page keeps it visible. */
const { BrowserWindow } = require('electron');

process.on('SIGUSR2', () => {
  for (const window of BrowserWindow.getAllWindows()) window.hide();
});
