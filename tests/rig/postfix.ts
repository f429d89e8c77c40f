import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { DovecotServer } from './dovecot.ts';
import { freePorts } from './ports.ts';
import { removeDirectory, rigDirectory, ServerProcess, waitForGreeting } from './server-process.ts';

export interface PostfixPorts {
  /** Mail exchanger: plain, STARTTLS offered. */
  smtp: number;
  /** Submission: login only after STARTTLS. */
  submission: number;
  /** Submission with implicit TLS. */
  smtps: number;
  /** Submission that offers login without TLS, for proxies that end TLS themselves. */
  plain: number;
}

/** Services of master.cf that run inside the process group of the rig; none is chrooted. */
const SERVICES = `pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 1 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
`;

/**
 * A Postfix on loopback that delivers to a Dovecot of the rig and to nowhere else. Its master must start as root;
 * elsewhere `PostfixServer.usable()` is false and tests of sending are skipped with that reason.
 *
 * Refusals to try: RCPT to `full@example.test` answers 452, to `unknown@example.test` 550.
 */
export class PostfixServer {
  private process: ServerProcess | undefined;

  private constructor(
    readonly directory: string,
    readonly ports: PostfixPorts,
    private readonly dovecot: DovecotServer,
    private readonly messageSizeLimit: number,
  ) {}

  static usable(): boolean {
    return userInfo().uid === 0 && existsSync('/usr/lib/postfix/sbin/master');
  }

  static async start(options: {
    dovecot: DovecotServer;
    /** Bytes; default 50 MiB. */
    messageSizeLimit?: number;
  }): Promise<PostfixServer> {
    if (!PostfixServer.usable()) {
      throw new Error('Postfix is missing or this is not root: its master only starts as root.');
    }
    const directory = rigDirectory('postfix');
    const [smtp, submission, smtps, plain] = (await freePorts(4)) as [number, number, number, number];
    const server = new PostfixServer(
      directory,
      { smtp, submission, smtps, plain },
      options.dovecot,
      options.messageSizeLimit ?? 52_428_800,
    );
    await server.up();
    return server;
  }

  async up(): Promise<void> {
    const etc = join(this.directory, 'etc');
    const postfixUid = Number(execFileSync('id', ['-u', 'postfix'], { encoding: 'utf8' }));
    for (const name of ['etc', 'queue', 'data']) mkdirSync(join(this.directory, name), { recursive: true });
    chownSync(join(this.directory, 'data'), postfixUid, 0);
    chmodSync(etc, 0o755);
    writeFileSync(join(etc, 'main.cf'), this.mainCf());
    writeFileSync(join(etc, 'master.cf'), this.masterCf());
    writeFileSync(
      join(etc, 'recipients'),
      'full@example.test 452 4.2.2 Mailbox full\nunknown@example.test 550 5.1.1 No such mailbox\n',
    );
    execFileSync('/usr/sbin/postfix', ['-c', etc, 'check'], { stdio: 'pipe' });
    this.process = ServerProcess.start('postfix', '/usr/lib/postfix/sbin/master', ['-c', etc, '-d'], {
      env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', MAIL_CONFIG: etc },
    });
    await waitForGreeting(this.process, this.ports.smtp, '220');
  }

  async down(): Promise<void> {
    await this.process?.stop();
    this.process = undefined;
  }

  async stop(): Promise<void> {
    await this.down();
    await removeDirectory(this.directory);
  }

  /** Postfix's own log so far; empty when it has not written any. */
  log(): string {
    const file = join(this.directory, 'maillog');
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  }

  private mainCf(): string {
    const d = this.directory;
    const { leaf } = this.dovecot.ca;
    return `compatibility_level = 3.6
queue_directory = ${d}/queue
data_directory = ${d}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mail.example.test
mydomain = example.test
mydestination =
mynetworks =
local_recipient_maps =
virtual_mailbox_domains = example.test
virtual_transport = lmtp:inet:127.0.0.1:${this.dovecot.ports.lmtp}
alias_maps =
alias_database =
# Nothing ever leaves this machine.
default_transport = error:5.1.2 no external mail here
relay_transport = error:5.1.2 no external mail here
smtpd_tls_chain_files = ${leaf.keyFile}, ${leaf.certFile}
smtpd_tls_security_level = may
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:${this.dovecot.ports.auth}
smtpd_sasl_auth_enable = yes
smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
smtpd_recipient_restrictions =
smtpd_peername_lookup = no
smtpd_error_sleep_time = 0
smtpd_client_connection_rate_limit = 0
smtpd_client_connection_count_limit = 0
smtp_dns_support_level = disabled
disable_dns_lookups = yes
message_size_limit = ${this.messageSizeLimit}
mailbox_size_limit = 0
virtual_mailbox_limit = 0
maillog_file = ${d}/maillog
maillog_file_prefixes = ${d}
notify_classes =
`;
  }

  private masterCf(): string {
    const at = (port: number) => `127.0.0.1:${port} inet n - n - - smtpd\n`;
    const restrictions = `  -o { smtpd_recipient_restrictions = check_recipient_access texthash:${this.directory}/etc/recipients, permit_sasl_authenticated, reject }\n`;
    return (
      at(this.ports.smtp) +
      at(this.ports.submission) +
      `  -o smtpd_tls_security_level=encrypt\n${restrictions}` +
      at(this.ports.smtps) +
      `  -o smtpd_tls_wrappermode=yes\n${restrictions}` +
      at(this.ports.plain) +
      `  -o smtpd_tls_security_level=none\n${restrictions}` +
      SERVICES
    );
  }
}
