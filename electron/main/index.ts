import { join } from 'node:path';
import { app, dialog, protocol } from 'electron';
import { mailtoIn } from '#shared/text/mailto.ts';
import { commandArguments, runCommand } from './command-line.ts';
import { APP_SCHEME, MESSAGE_SCHEME, PDF_SCHEME } from './origin.ts';
import { ProfileError, profileDirectory } from './profile.ts';
import { Shell } from './shell.ts';

// As root there can be no sandbox, and enabling it over the switch hangs every child process.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
app.commandLine.appendSwitch('disable-background-networking');
app.commandLine.appendSwitch('no-pings');
app.setAppUserModelId('app.skein.Skein');

protocol.registerSchemesAsPrivileged([
  { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  { scheme: MESSAGE_SCHEME, privileges: { standard: true, secure: true } },
  { scheme: PDF_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);

function start(): void {
  const profile = profileDirectory(process.argv.slice(1), app.getPath('userData'));
  app.setPath('userData', profile);
  app.setPath('sessionData', join(profile, 'browser'));
  if (!app.requestSingleInstanceLock()) {
    console.error('Skein is open with this profile already; its window was brought to the front.');
    app.exit(0);
    return;
  }
  const shell = new Shell(app, profile);
  app.on('second-instance', (_event, argv) => {
    if (!shell.composeTo(mailtoIn(argv) ?? '')) shell.show();
  });
  app.on('open-url', (event, url) => {
    event.preventDefault();
    void app.whenReady().then(() => shell.composeTo(url));
  });
  app.on('activate', () => shell.show());
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  void app.whenReady().then(() => {
    shell.open();
    shell.composeTo(mailtoIn(process.argv) ?? '');
  });
}

const command = app.isPackaged ? commandArguments(process.argv.slice(1)) : null;
try {
  if (command) await runCommand(app, command);
  else start();
} catch (error) {
  if (!(error instanceof ProfileError)) throw error;
  console.error(error.message);
  dialog.showErrorBox('Skein could not start', error.message);
  app.exit(1);
}
