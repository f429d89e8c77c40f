import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { createCa, type Leaf, type RigCa } from './ca.ts';
import { freePorts } from './ports.ts';
import { removeDirectory, rigDirectory, ServerProcess, waitForGreeting } from './server-process.ts';

export interface RigUser {
  address: string;
  password: string;
}

export interface DovecotOptions {
  users?: RigUser[];
  /** Lines appended to dovecot.conf, for example `imap_capability = IMAP4rev1 UIDPLUS`. */
  extraConfig?: string;
  /** Default: no prefix and `/`. */
  namespace?: { prefix: string; separator: string };
  /** Mailboxes made and marked for their use (RFC 6154). Default: the usual five. */
  special?: string[];
  /** Takes tokens as well, and asks there whether they are good (RFC 7662). */
  introspectionUrl?: string;
  /** Made new when missing. */
  ca?: RigCa;
  /** Default: the good one of `ca`. */
  certificate?: Leaf;
}

export interface DovecotPorts {
  imap: number;
  imaps: number;
  lmtp: number;
  auth: number;
}

export const ALICE: RigUser = { address: 'alice@example.test', password: 'pw-alice' };
export const BOB: RigUser = { address: 'bob@example.test', password: 'pw-bob' };

const SPECIAL = ['Drafts', 'Sent', 'Archive', 'Junk', 'Trash'];

/**
 * `clean`: sessions end what they are doing. `kill`: everything dies in the middle of it. `cut`: the server is asked,
 * its sessions are killed.
 */
export type Ending = 'clean' | 'kill' | 'cut';
const CLEAN_END_MS = 5000;

interface ServerUser {
  name: string;
  group: string;
  uid: number;
  gid: number;
}

let cachedUser: ServerUser | undefined;

/** Whom the server runs as: `nobody` for root, else the user who runs the tests. */
function serverUser(): ServerUser {
  cachedUser ??= findServerUser();
  return cachedUser;
}

function findServerUser(): ServerUser {
  const me = userInfo();
  const ask = (option: string, name: string) =>
    execFileSync('id', [option, name], { encoding: 'utf8' }).trim();
  const name = me.uid === 0 ? 'nobody' : me.username;
  return {
    name,
    group: ask('-gn', name),
    uid: Number(ask('-u', name)),
    gid: Number(ask('-g', name)),
  };
}

/** A Dovecot on loopback with its own directory, users and certificates: IMAP with STARTTLS, IMAPS, LMTP, SASL. */
export class DovecotServer {
  private process: ServerProcess | undefined;

  private constructor(
    readonly directory: string,
    readonly ca: RigCa,
    readonly ports: DovecotPorts,
    readonly users: RigUser[],
    private readonly options: DovecotOptions,
  ) {}

  static installed(): boolean {
    return existsSync('/usr/sbin/dovecot');
  }

  static async start(options: DovecotOptions = {}): Promise<DovecotServer> {
    if (!DovecotServer.installed()) {
      throw new Error('Dovecot is missing: install the Debian packages dovecot-imapd and dovecot-lmtpd.');
    }
    const directory = rigDirectory('dovecot');
    const ca = options.ca ?? createCa(join(directory, 'ca'));
    const [imap, imaps, lmtp, auth] = (await freePorts(4)) as [number, number, number, number];
    const server = new DovecotServer(
      directory,
      ca,
      { imap, imaps, lmtp, auth },
      [...(options.users ?? [ALICE, BOB])],
      options,
    );
    await server.up();
    return server;
  }

  /** Where the messages of `address` live. INBOX is the directory itself, the others are `.Name` inside it. */
  maildir(address: string): string {
    return join(this.directory, 'mail', address, 'Maildir');
  }

  /** Hands files made by the test to the user the server runs as. */
  own(...paths: string[]): void {
    if (userInfo().uid !== 0) return;
    const user = serverUser();
    for (const path of paths) chownSync(path, user.uid, user.gid);
  }

  async up(): Promise<void> {
    const user = serverUser();
    for (const name of ['run', 'state', 'mail', 'log']) {
      mkdirSync(join(this.directory, name), { recursive: true });
      this.own(join(this.directory, name));
    }
    this.writePasswords();
    if (this.options.introspectionUrl)
      writeFileSync(join(this.directory, 'oauth2.conf'), introspection(this.options.introspectionUrl));
    const config = join(this.directory, 'dovecot.conf');
    writeFileSync(config, this.config(user.name, user.group));
    this.process = ServerProcess.start('dovecot', '/usr/sbin/dovecot', ['-F', '-c', config], {
      ...(userInfo().uid === 0 ? { uid: user.uid, gid: user.gid } : {}),
    });
    await waitForGreeting(this.process, this.ports.imap, '* OK');
  }

  /** From the next login on; sessions that are signed in stay. */
  setPassword(address: string, password: string): void {
    const at = this.users.findIndex((user) => user.address === address);
    if (at < 0) throw new Error(`${address} is no user of this server`);
    this.users[at] = { address, password };
    this.writePasswords();
  }

  private writePasswords(): void {
    writeFileSync(
      join(this.directory, 'passwd'),
      this.users.map((u) => `${u.address}:{PLAIN}${u.password}::::::\n`).join(''),
    );
  }

  async down(how: Ending = 'cut'): Promise<void> {
    await this.process?.stop(how === 'kill' ? 'SIGKILL' : 'SIGTERM', how === 'clean' ? CLEAN_END_MS : 0);
    this.process = undefined;
    for (const { address } of this.users) this.unlock(this.maildir(address));
  }

  /** Whoever held a lock is dead; the next one would wait two minutes for it. */
  private unlock(maildir: string): void {
    if (!existsSync(maildir)) return;
    for (const name of ['', ...readdirSync(maildir).filter((entry) => entry.startsWith('.'))])
      rmSync(join(maildir, name, 'dovecot-uidlist.lock'), { force: true });
  }

  async restart(how: Ending = 'cut'): Promise<void> {
    await this.down(how);
    await this.up();
  }

  /** Ends the server and removes its directory. */
  async stop(): Promise<void> {
    await this.down();
    await removeDirectory(this.directory);
  }

  /**
   * Deals the messages of a mailbox new UIDs under a new UIDVALIDITY, as after a restore from backup. Stops the server
   * meanwhile, because a session would see its mailbox break. The list of UIDs stays a list of the files: Dovecot, which
   * keeps the name of a file that it copies, overwrites one of that name when it does not know that it is there.
   */
  async loseUids(address: string, mailbox = 'INBOX'): Promise<void> {
    await this.down();
    const folder = mailbox === 'INBOX' ? this.maildir(address) : join(this.maildir(address), `.${mailbox}`);
    const uidList = join(folder, 'dovecot-uidlist');
    if (existsSync(uidList)) {
      writeFileSync(uidList, renumbered(readFileSync(uidList, 'latin1')), 'latin1');
      this.own(uidList);
    }
    for (const file of ['dovecot.index', 'dovecot.index.log', 'dovecot.index.log.2', 'dovecot.index.cache']) {
      rmSync(join(folder, file), { force: true });
    }
    // The list index of the account remembers the old UIDVALIDITY otherwise.
    for (const file of ['dovecot.list.index', 'dovecot.list.index.log', 'dovecot.list.index.log.2']) {
      rmSync(join(this.maildir(address), file), { force: true });
    }
    await this.up();
  }

  private config(user: string, group: string): string {
    const d = this.directory;
    const { prefix, separator } = this.options.namespace ?? { prefix: '', separator: '/' };
    const leaf = this.options.certificate ?? this.ca.leaf;
    return `base_dir = ${d}/run
state_dir = ${d}/state
log_path = ${d}/log/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
default_internal_user = ${user}
default_internal_group = ${group}
default_login_user = ${user}
mail_uid = ${user}
mail_gid = ${group}
first_valid_uid = 1
last_valid_uid = 0
mail_home = ${d}/mail/%u
mail_location = maildir:~/Maildir
ssl = yes
ssl_cert = <${leaf.certFile}
ssl_key = <${leaf.keyFile}
disable_plaintext_auth = yes
login_trusted_networks =
auth_mechanisms = plain login${this.options.introspectionUrl ? ' oauthbearer xoauth2' : ''}
auth_username_format = %Lu
auth_failure_delay = 0 secs
passdb {
  driver = passwd-file
  args = username_format=%u ${d}/passwd
}
userdb {
  driver = static
  args = uid=${user} gid=${group} home=${d}/mail/%u
}
mail_plugins = zlib
protocol imap {
  mail_plugins = $mail_plugins imap_zlib
  mail_max_userip_connections = 100
}
mail_fsync = never
namespace inbox {
  inbox = yes
  prefix = ${prefix}
  separator = ${separator}
${(this.options.special ?? SPECIAL).map((name) => `  mailbox ${name} {\n    special_use = \\${name}\n    auto = subscribe\n  }`).join('\n')}
}
hostname = mail.example.test
service anvil {
  chroot =
  # Without this a refused password makes the next logins from the same address wait for seconds.
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service stats {
  chroot =
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${this.ports.imap}
  }
  inet_listener imaps {
    port = ${this.ports.imaps}
    ssl = yes
  }
  process_min_avail = 1
  service_count = 0
}
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = ${this.ports.lmtp}
  }
}
service imap {
  process_limit = 256
}
service auth {
  inet_listener {
    address = 127.0.0.1
    port = ${this.ports.auth}
  }
}
${this.options.introspectionUrl ? `passdb {\n  driver = oauth2\n  mechanisms = xoauth2 oauthbearer\n  args = ${d}/oauth2.conf\n}\n` : ''}
${this.options.extraConfig ?? ''}
`;
  }
}

/** Far more than one mailbox after another gets, so that none gets a UIDVALIDITY twice. */
const UIDVALIDITY_STEP = 1_000_000;

/** A `dovecot-uidlist` (version 3) with another UIDVALIDITY and the UIDs the other way round. */
function renumbered(uidList: string): string {
  const [header = '', ...entries] = uidList.split('\n').filter((line) => line !== '');
  const next = header
    .replace(/ V(\d+)/, (_, value) => ` V${Number(value) + UIDVALIDITY_STEP}`)
    .replace(/ N\d+/, ` N${entries.length + 1}`);
  const dealt = entries.reverse().map((entry, index) => entry.replace(/^\d+/, `${index + 1}`));
  return `${[next, ...dealt].join('\n')}\n`;
}

const introspection = (url: string) => `introspection_mode = post
introspection_url = ${url}
username_attribute = sub
active_attribute = active
active_value = true
timeout_msecs = 2000
# Each login asks anew, so that what was withdrawn is refused at once.
force_introspection = yes
`;
