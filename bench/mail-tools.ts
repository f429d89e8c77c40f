/** The reference: a mailbox fetched with mbsync and indexed with mu and notmuch. */
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface ToolAccount {
  user: string;
  password: string;
  port: number;
  caFile: string;
}

class ToolError extends Error {
  readonly code = 'TOOL_FAILED';
}

/** Runs a program to its end and resolves to the wall time in milliseconds. Rejects with ToolError. */
function timed(command: string, args: string[], env: NodeJS.ProcessEnv = process.env): Promise<number> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(command, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
    let complaint = '';
    child.stderr.on('data', (data: Buffer) => {
      complaint = (complaint + data).slice(-2000);
    });
    child.once('error', (error) => reject(new ToolError(`${command} cannot be started: ${error.message}`)));
    child.once('close', (status) => {
      if (status === 0) resolve(performance.now() - started);
      else reject(new ToolError(`${command} ${args[0]} ended with ${status}: ${complaint}`));
    });
  });
}

/** The Maildir that the tools share, below a directory of their own. */
export class MailTools {
  readonly #directory: string;
  readonly #maildir: string;

  constructor(directory: string) {
    this.#directory = directory;
    this.#maildir = join(directory, 'Maildir');
    mkdirSync(this.#maildir, { recursive: true });
  }

  /** Fetches everything: TLS, no compression (mbsync has none), no fsync. */
  fetch({ user, password, port, caFile }: ToolAccount): Promise<number> {
    const config = join(this.#directory, 'mbsyncrc');
    const lines = [
      'FSync no',
      'IMAPAccount server',
      'Host localhost',
      `Port ${port}`,
      `User ${user}`,
      `Pass ${password}`,
      'SSLType IMAPS',
      'SystemCertificates no',
      `CertificateFile ${caFile}`,
      '',
      'IMAPStore far',
      'Account server',
      '',
      'MaildirStore near',
      `Path ${this.#maildir}/`,
      `Inbox ${this.#maildir}/INBOX`,
      'SubFolders Verbatim',
      '',
      'Channel all',
      'Far :far:',
      'Near :near:',
      'Patterns *',
      'Create Near',
      'Sync Pull',
      'SyncState *',
    ];
    writeFileSync(config, `${lines.join('\n')}\n`, { mode: 0o600 });
    return timed('mbsync', ['--config', config, '--quiet', '--all']);
  }

  /** Messages that mbsync has put into the inbox. */
  fetched(): number {
    return ['cur', 'new'].reduce(
      (sum, part) => sum + readdirSync(join(this.#maildir, 'INBOX', part)).length,
      0,
    );
  }

  async indexWithMu(): Promise<number> {
    const home = ['--muhome', join(this.#directory, 'mu')];
    const made = await timed('mu', ['init', ...home, '--maildir', this.#maildir]);
    return made + (await timed('mu', ['index', ...home, '--quiet']));
  }

  /** Null where notmuch is not installed. */
  async indexWithNotmuch(): Promise<number | null> {
    const config = join(this.#directory, 'notmuchrc');
    writeFileSync(
      config,
      `[database]\npath=${this.#maildir}\n[user]\nname=Alice\nprimary_email=alice@example.test\n`,
    );
    try {
      return await timed('notmuch', ['new', '--quiet'], { ...process.env, NOTMUCH_CONFIG: config });
    } catch (error) {
      if (error instanceof ToolError && error.message.includes('ENOENT')) return null;
      throw error;
    }
  }
}
