import { spawnSync } from 'node:child_process';
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { step } from './progress.mjs';
import { CommandError, run } from './run.mjs';

const COMPILER = ['g++'];
const ELECTRON_LIBRARIES = [
  'libnss3',
  'libatk1.0-0',
  'libatk-bridge2.0-0',
  'libcups2',
  'libgtk-3-0',
  'libgbm1',
  'libasound2',
  'libxss1',
  'libxtst6',
  'libdrm2',
  'libxkbcommon0',
  'libsecret-1-0',
];
const SESSION = ['xvfb', 'xauth', 'dbus', 'gnome-keyring', 'fonts-inter', 'fonts-noto-color-emoji'];
const MAIL_SERVERS = [
  'dovecot-imapd',
  'dovecot-lmtpd',
  'dovecot-submissiond',
  'dovecot-sieve',
  'postfix',
  'openssl',
];
const MAIL_CLIENTS = ['isync', 'maildir-utils', 'notmuch'];

/** The Debian packages each kind of work needs. */
const KINDS = {
  compile: COMPILER,
  app: [...COMPILER, ...ELECTRON_LIBRARIES],
  rig: [...COMPILER, ...MAIL_SERVERS],
  test: [...COMPILER, ...ELECTRON_LIBRARIES, ...SESSION, ...MAIL_SERVERS],
  bench: [...COMPILER, ...ELECTRON_LIBRARIES, ...SESSION, ...MAIL_SERVERS, ...MAIL_CLIENTS],
};

const POLICY = '/usr/sbin/policy-rc.d';
const POLICY_BACKUP = '/usr/sbin/policy-rc.d.before-skein';

/**
 * Installs the Debian packages that `kind` ('compile', 'app', 'rig', 'test' or 'bench') needs and that are missing, when
 * this is a Debian system and we may install; services in them are not started. Returns the names that are
 * missing and could not be installed (empty elsewhere: there the work itself says what it lacks).
 */
export async function ensureSystemPackages(kind) {
  if (process.platform !== 'linux' || !has('dpkg-query') || !has('apt-get')) return [];
  const missing = missingOf(KINDS[kind]);
  if (missing.length === 0) return [];
  const prefix = installPrefix();
  if (!prefix) {
    process.stderr.write(
      `  ! Missing: ${missing.join(' ')}\n    Install them with: sudo apt-get install ${missing.join(' ')}\n`,
    );
    return missing;
  }
  await step(`Installing system packages: ${missing.join(' ')}`, () => install(prefix, missing));
  return [];
}

function has(command) {
  return (
    (process.env.PATH ?? '')
      .split(':')
      .some((directory) => directory && existsSync(`${directory}/${command}`)) ||
    existsSync(`/usr/bin/${command}`)
  );
}

// The braces are dpkg-query's own fields.
const DPKG_FORMAT = ['Package', 'db:Status-Status']
  .map((field) => `$\{${field}}`)
  .join(' ')
  .concat('\n');

function missingOf(names) {
  const { stdout } = spawnSync('dpkg-query', ['-W', '-f', DPKG_FORMAT, ...names.flatMap(alternatives)], {
    encoding: 'utf8',
  });
  const installed = new Set();
  for (const line of (stdout ?? '').split('\n')) {
    const [name, status] = line.split(' ');
    if (status === 'installed') installed.add(name);
  }
  return names
    .filter((name) => !(COMPILER.includes(name) && has('c++')))
    .filter((name) => !alternatives(name).some((candidate) => installed.has(candidate)));
}

/** Newer Debian and Ubuntu renamed libraries when time_t grew to 64 bits. */
function alternatives(name) {
  return name.startsWith('lib') ? [name, `${name}t64`] : [name];
}

function installPrefix() {
  if (process.getuid?.() === 0) return [];
  if (has('sudo') && spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0)
    return ['sudo', '-n'];
  return null;
}

async function install(prefix, names) {
  const apt = (args) => {
    const [command, ...rest] = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args];
    return run(command, rest, { timeoutMs: 20 * 60_000 });
  };
  const restore = prefix.length === 0 ? forbidServices() : await forbidServicesWith(prefix);
  try {
    const args = ['install', '-y', '-q', '--no-install-recommends', ...names];
    try {
      await apt(args);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      // The lists of packages are old or were never fetched.
      await apt(['update', '-q']);
      await apt(args);
    }
  } finally {
    await restore();
  }
}

const POLICY_TEXT = '#!/bin/sh\nexit 101\n';

/** Keeps packages from starting their services while they are installed; returns how to undo it. */
function forbidServices() {
  const had = existsSync(POLICY);
  if (had) renameSync(POLICY, POLICY_BACKUP);
  writeFileSync(POLICY, POLICY_TEXT, { mode: 0o755 });
  return () => {
    if (had) renameSync(POLICY_BACKUP, POLICY);
    else rmSync(POLICY, { force: true });
  };
}

async function forbidServicesWith([command, ...options]) {
  const had = existsSync(POLICY);
  const shell = (script) => run(command, [...options, 'sh', '-c', script]);
  if (had) await shell(`mv ${POLICY} ${POLICY_BACKUP}`);
  await shell(`printf '${POLICY_TEXT.replaceAll('\n', '\\n')}' > ${POLICY} && chmod 755 ${POLICY}`);
  return () => shell(had ? `mv ${POLICY_BACKUP} ${POLICY}` : `rm -f ${POLICY}`);
}
