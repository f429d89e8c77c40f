// What Electron's own default_app does for `electron [-r module] FOLDER`: take name, version and paths from the
// folder's package.json and run its main. The top-level await keeps `ready` from being emitted before main ran.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app, dialog } from 'electron';

function parse(args) {
  const preloaded = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i];
    if (arg === '-r' || arg === '--require') preloaded.push(args[++i]);
    else if (!arg.startsWith('-')) return { preloaded, folder: resolve(arg) };
  }
  return { preloaded, folder: null };
}

const { preloaded, folder } = parse(process.argv.slice(1));
const require = createRequire(import.meta.url);
for (const module of preloaded) require(module);

if (!folder) {
  process.stderr.write('Usage: electron FOLDER\n');
  app.exit(2);
} else {
  try {
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    app.setName(manifest.productName ?? manifest.name);
    app.setVersion(manifest.version);
    app.setDesktopName(`${manifest.name}.desktop`);
    app.setPath('userData', join(app.getPath('appData'), manifest.productName ?? manifest.name));
    app.setAppPath(folder);
    await import(pathToFileURL(resolve(folder, manifest.main)).href);
  } catch (error) {
    process.stderr.write(`${error.stack}\n`);
    dialog.showErrorBox('The app could not be started', error.message);
    app.exit(1);
  }
}
