import { cpSync, existsSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { isAbsolute } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type EnvironmentOptions } from 'vite';

const inProject = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** What `window` and preload are compiled for: Chromium of the oldest Electron that Skein runs on. */
const browserTarget = 'chrome130';
const nodeTarget = 'node20.18';

const nodeModules = new Set([...builtinModules, ...builtinModules.map((name) => `node:${name}`)]);

/** What runs in Node beside the app loads its packages from node_modules; only our own files are bundled. */
function isPackage(id: string): boolean {
  return (
    nodeModules.has(id) ||
    !(id.startsWith('.') || id.startsWith('#') || id.startsWith('\0') || isAbsolute(id))
  );
}

/** Packages with an addon of their own, or that look for their files beside themselves. */
const unbundled = new Set([
  'electron',
  '@napi-rs/keyring',
  'better-sqlite3-multiple-ciphers',
  'hunspell-wasm',
  'jsdom',
]);

/** The app's own processes have the rest in one piece: finding hundreds of small files took most of their start. */
function isUnbundled(id: string): boolean {
  return nodeModules.has(id) || unbundled.has(id);
}

type Entries = Record<string, string>;

function present(entries: Entries): Entries {
  return Object.fromEntries(
    Object.entries(entries)
      .map(([name, path]) => [name, inProject(path)] as const)
      .filter(([, path]) => existsSync(path)),
  );
}

function nodeSide(
  outDir: string,
  entries: Entries,
  external: (id: string) => boolean = isPackage,
): EnvironmentOptions {
  return {
    consumer: 'server',
    resolve: { noExternal: external === isUnbundled ? true : [] },
    build: {
      outDir: inProject(outDir),
      emptyOutDir: true,
      target: nodeTarget,
      minify: false,
      sourcemap: true,
      rolldownOptions: {
        input: present(entries),
        external,
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          // Beside the entries, so that a worker is found as `./name.js` from whichever chunk starts it.
          chunkFileNames: '[name]-[hash].js',
        },
      },
    },
  };
}

/** The data a document may need, as PDF.js ships it: nothing of it is ever fetched from elsewhere. */
const pdfData = {
  name: 'skein-pdf-data',
  applyToEnvironment: (environment: { name: string }) => environment.name === 'pdf',
  writeBundle() {
    const from = inProject('node_modules/pdfjs-dist/');
    for (const folder of ['cmaps', 'standard_fonts', 'wasm'])
      cpSync(`${from}${folder}`, inProject(`out/pdf/${folder}`), { recursive: true });
    cpSync(`${from}legacy/build/pdf.worker.min.mjs`, inProject('out/pdf/worker.js'));
    cpSync(inProject('renderer/pdf-frame/viewer.css'), inProject('out/pdf/viewer.css'));
  },
};

const environments: Record<string, EnvironmentOptions> = {
  client: {
    build: {
      outDir: inProject('out/renderer'),
      emptyOutDir: true,
      target: browserTarget,
      sourcemap: true,
      // The content security policy allows no inline script and no data: font.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: present({ index: 'renderer/index.html' }) },
    },
  },
  main: nodeSide('out/main', { index: 'electron/main/index.ts' }, isUnbundled),
  pdf: {
    consumer: 'client',
    build: {
      outDir: inProject('out/pdf'),
      emptyOutDir: true,
      target: browserTarget,
      sourcemap: false,
      rolldownOptions: {
        input: present({ viewer: 'renderer/pdf-frame/viewer.ts' }),
        output: { entryFileNames: '[name].js' },
      },
    },
  },
  preload: {
    consumer: 'client',
    build: {
      outDir: inProject('out/preload'),
      emptyOutDir: true,
      target: browserTarget,
      minify: false,
      sourcemap: false,
      rolldownOptions: {
        input: present({ index: 'electron/preload/index.ts' }),
        external: ['electron'],
        // A sandboxed preload script is one CommonJS file.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  engine: nodeSide(
    'out/engine',
    {
      index: 'electron/engine/index.ts',
      'db-worker': 'electron/engine/db-worker.ts',
      'mime-worker': 'electron/engine/mime-worker.ts',
      'spell-worker': 'electron/engine/spell-worker.ts',
      cli: 'electron/engine/cli/index.ts',
    },
    isUnbundled,
  ),
  rig: nodeSide('out/rig', { main: 'tests/rig/main.ts' }),
  bench: nodeSide('out/bench', {
    sync: 'bench/sync.ts',
    'sync-engine': 'bench/sync-engine.ts',
    import: 'bench/import.ts',
    'import-engine': 'bench/import-engine.ts',
    send: 'bench/send.ts',
    'send-engine': 'bench/send-engine.ts',
    start: 'bench/start.ts',
    ui: 'bench/ui.ts',
    click: 'bench/click.ts',
    idle: 'bench/idle.ts',
  }),
};

export default defineConfig({
  root: inProject('renderer'),
  base: './',
  publicDir: false,
  plugins: [react(), pdfData],
  environments,
  builder: {
    async buildApp(builder) {
      for (const name of ['engine', 'main', 'preload', 'pdf', 'rig', 'bench', 'client']) {
        const environment = builder.environments[name]!;
        const input = environment.config.build.rolldownOptions.input;
        if (input && Object.keys(input).length > 0) await builder.build(environment);
      }
    },
  },
});
