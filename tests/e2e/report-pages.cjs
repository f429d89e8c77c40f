/** Loaded into the app before its own code: says which page its window has loaded, and which process shows it. */
const { app } = require('electron');

app.on('web-contents-created', (_event, contents) => {
  contents.on('did-finish-load', () => {
    console.error(`Process ${contents.getOSProcessId()} has loaded ${contents.getURL()}`);
  });
});
