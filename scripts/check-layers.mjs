import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { parseSync } from 'oxc-parser';
import { projectRoot } from './setup/paths.mjs';

/**
 * The layers, lowest first. A file may import its own layer and lower ones of the same program; the window, main
 * and preload may import `shared` besides themselves and nothing else of ours.
 */
const ENGINE_LAYERS = ['shared', 'store', 'channels', 'services', 'assembly', 'rpc and cli', 'start'];
const SEPARATE_PROGRAMS = new Set(['renderer', 'main', 'preload']);
const WITHOUT_NODE = new Set(['renderer', 'shared']);
const nodeModules = new Set(builtinModules);

/** The layer of a file, by its path from the root; `null` when the file belongs to none. */
function layerOf(path) {
  const [first, second, third, ...rest] = path.split('/');
  if (first === 'shared' || first === 'renderer') return first;
  if (first !== 'electron') return null;
  if (second === 'main' || second === 'preload') return second;
  if (second !== 'engine') return null;
  // Files directly in the engine start a process or a thread, or put the services together for those that do.
  if (rest.length === 0 && third.includes('.'))
    return /^index\.|-worker\./.test(third) ? 'start' : 'assembly';
  if (third === 'store' || third === 'channels') return third;
  if (third === 'rpc' || third === 'cli') return 'rpc and cli';
  return 'services';
}

/** Every source file below a directory, as paths from the root with forward slashes. */
function sourcesIn(root, directory) {
  if (!existsSync(join(root, directory))) return [];
  return readdirSync(join(root, directory), { withFileTypes: true }).flatMap((entry) => {
    const path = `${directory}/${entry.name}`;
    if (entry.isDirectory()) return sourcesIn(root, path);
    return /\.([cm]?[jt]s|[jt]sx)$/.test(entry.name) ? [path] : [];
  });
}

/** Every module a file names, with the offset where it does: imports, re-exports, import(), require, import types. */
function requestsOf(path, source) {
  const { module, program, errors } = parseSync(path, source);
  if (errors.length > 0) throw new Error(`${path} cannot be parsed: ${errors[0].message}`);
  const requests = module.staticImports.map(({ moduleRequest }) => moduleRequest);
  for (const { entries } of module.staticExports) {
    if (entries[0]?.moduleRequest) requests.push(entries[0].moduleRequest);
  }
  if (/\b(?:require|import)\s*\(/.test(source)) walk(program, (node) => collect(node, requests));
  return requests;
}

function collect(node, requests) {
  let argument;
  if (node.type === 'ImportExpression' || node.type === 'TSImportType')
    argument = node.source ?? node.argument;
  else if (node.type === 'CallExpression' && node.callee.name === 'require') argument = node.arguments[0];
  else if (node.type === 'TSExternalModuleReference') argument = node.expression;
  const literal = argument?.literal ?? argument;
  if (typeof literal?.value === 'string') requests.push({ value: literal.value, start: node.start });
}

function walk(node, visit) {
  if (!node || typeof node !== 'object') return;
  if (Array.isArray(node)) {
    for (const child of node) walk(child, visit);
    return;
  }
  if (typeof node.type === 'string') visit(node);
  for (const child of Object.values(node)) walk(child, visit);
}

/** Where a request leads inside the project (a path from the root), or `null` for a package. */
function target(root, aliases, path, request) {
  const bare = request.split('?', 1)[0];
  if (bare.startsWith('.'))
    return relative(root, resolve(root, dirname(path), bare))
      .split(sep)
      .join('/');
  for (const [prefix, directory] of aliases) {
    if (bare.startsWith(prefix)) return join(directory, bare.slice(prefix.length)).split(sep).join('/');
  }
  return null;
}

/** What is wrong with this import, as advice; `null` when nothing is. */
function complaint(layer, path, request, to) {
  if (to === null) {
    const name = request.replace(/^node:/, '').split('/', 1)[0];
    const outsideBrowser = request.startsWith('node:') || nodeModules.has(name) || name === 'electron';
    if (!outsideBrowser || !WITHOUT_NODE.has(layer)) return null;
    return layer === 'shared'
      ? `shared runs anywhere: take what ${request} gives as an argument, or move the code into the engine.`
      : `the window has no Node and no Electron: call the engine (shared/contract/contract.ts) or window.skein instead of ${request}.`;
  }
  const toLayer = layerOf(to);
  if (toLayer === null)
    return `${to} is no part of the app: move what is needed below electron/, renderer/ or shared/.`;
  if (toLayer === layer && layer !== 'rpc and cli') return null;
  if (toLayer === 'shared') return null;
  if (layer === 'shared')
    return `shared imports nothing of ours: move what ${path} needs into shared/, or ${path} out of it.`;
  if (SEPARATE_PROGRAMS.has(layer) || SEPARATE_PROGRAMS.has(toLayer)) {
    return `${layer} and ${toLayer} are different programs: put what both need into shared/, and pass the rest over the contract.`;
  }
  if (ENGINE_LAYERS.indexOf(toLayer) < ENGINE_LAYERS.indexOf(layer)) return null;
  if (toLayer === 'rpc and cli') {
    const part = to.split('/')[2];
    return path.split('/')[2] === part
      ? null
      : `nothing imports ${part}: move the shared part into a service.`;
  }
  return `${layer} is below ${toLayer}: declare the interface that is needed in ${dirname(path)} and have it passed in.`;
}

/** Checks the project in `root`; returns a line for each import that breaks a layer. */
function checkLayers(root) {
  const { imports = {} } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const aliases = Object.entries(imports).map(([alias, to]) => [
    alias.replace(/\*$/, ''),
    to.replace(/^\.\//, '').replace(/\*$/, ''),
  ]);
  const violations = [];
  for (const path of ['shared', 'electron', 'renderer'].flatMap((directory) => sourcesIn(root, directory))) {
    const layer = layerOf(path);
    if (layer === null) {
      violations.push(
        `${path}:1 → belongs to no layer: move it below electron/{main,preload,engine}/, renderer/ or shared/.`,
      );
      continue;
    }
    const source = readFileSync(join(root, path), 'utf8');
    for (const { value, start } of requestsOf(path, source)) {
      const wrong = complaint(layer, path, value, target(root, aliases, path, value));
      const line = source.slice(0, start).split('\n').length;
      if (wrong) violations.push(`${path}:${line} imports ${value} → ${wrong}`);
    }
  }
  return violations;
}

const violations = checkLayers(resolve(process.argv[2] ?? projectRoot));
for (const violation of violations) process.stdout.write(`${violation}\n`);
if (violations.length > 0) {
  process.stdout.write(
    `${violations.length} ${violations.length === 1 ? 'import breaks' : 'imports break'} the layers.\n`,
  );
  process.exitCode = 1;
}
