import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { MailError } from './errors.ts';
import { explainCertificate } from './explain-error.ts';
import type { MailServerKind, ServerSettings } from './settings.ts';
import { tlsOptions } from './tls-options.ts';

/** Bytes a server may say before the upgrade. */
const MAX_PLAIN = 16 * 1024;

/**
 * Encrypts an open connection the way the settings say and judges the certificate; then the connection has served its
 * purpose. STARTTLS must be offered and agreed to, and nothing may follow the agreement (RFC 9051 section 11.3): there
 * is no way to go on without encryption.
 * @throws MailError that says what is wrong with the certificate, or what stood in the way
 */
export async function checkEncryption(
  socket: Socket,
  kind: MailServerKind,
  { host, tls }: ServerSettings,
  ca: string | null,
  timeoutMs: number,
): Promise<void> {
  if (tls === 'starttls') await askForTls(socket, kind, host, timeoutMs);
  await new Promise<void>((resolve, reject) => {
    // The certificate is judged below, to say exactly what is wrong; nothing is sent before that.
    const secure = connectTls({ ...tlsOptions(host, ca), socket, host, rejectUnauthorized: false });
    const timer = setTimeout(() => end(timedOut(host)), timeoutMs);
    const end = (error: unknown) => {
      clearTimeout(timer);
      secure.destroy();
      if (error) reject(error);
      else resolve();
    };
    secure.once('error', (error) => end(Object.assign(error, { tlsFailed: true })));
    secure.once('close', () => end(Object.assign(new Error('Connection closed'), { tlsFailed: true })));
    secure.once('secureConnect', () => {
      const { authorized, authorizationError } = secure;
      if (authorized) return end(null);
      const code = String((authorizationError as Error & { code?: string })?.code ?? authorizationError);
      end(
        explainCertificate(code, host, authorizationError) ??
          new MailError(
            'certificate-refused',
            `The certificate of ${host} is not valid (${code}).`,
            'Do not sign in here before the provider has repaired it.',
          ),
      );
    });
  });
}

function timedOut(host: string): MailError {
  return new MailError(
    'not-this-protocol',
    `${host} accepted the connection but did not answer.`,
    'The port may belong to another service, or expect the other kind of encryption.',
  );
}

async function askForTls(
  socket: Socket,
  kind: MailServerKind,
  host: string,
  timeoutMs: number,
): Promise<void> {
  const lines = new PlainLines(socket, host, timeoutMs);
  try {
    if (kind === 'imap') {
      const greeting = await lines.until(/^\* (OK|PREAUTH|BYE)\b.*$/im);
      // A PREAUTH greeting would rule STARTTLS out; it is how an attacker keeps a connection in the clear.
      if (!/^\* OK/i.test(greeting)) throw notOffered(host, greeting);
      socket.write('a1 STARTTLS\r\n');
      const answer = await lines.until(/^a1 (OK|NO|BAD)\b.*$/im);
      if (!/^a1 OK/i.test(answer)) throw notOffered(host, answer);
    } else {
      await lines.until(/^220 .*$/m);
      socket.write('EHLO [127.0.0.1]\r\n');
      await lines.until(/^[2-5]\d\d(?: .*)?$/m);
      socket.write('STARTTLS\r\n');
      const answer = await lines.until(/^[2-5]\d\d(?: .*)?$/m);
      if (!answer.startsWith('220')) throw notOffered(host, answer);
    }
    if (lines.rest !== '') {
      throw new MailError(
        'tls-failed',
        `Somebody between here and ${host} tampered with the start of encryption.`,
        'Nothing was sent. Use another network, and tell whoever runs this one.',
      );
    }
  } finally {
    lines.release();
  }
}

function notOffered(host: string, serverText: string): MailError {
  return new MailError(
    'tls-not-offered',
    `${host} does not offer STARTTLS, so the connection would not be encrypted.`,
    'Choose TLS from the start, or ask the provider. Skein never signs in without encryption.',
    { serverText },
  );
}

/** Reads lines of a connection in the clear, bounded in size and time. */
class PlainLines {
  rest = '';
  private waiting: (() => void) | null = null;
  private failure: Error | null = null;
  private readonly onData = (chunk: Buffer) => {
    this.rest += chunk.toString('latin1');
    if (this.rest.length > MAX_PLAIN) this.fail(timedOut(this.host));
    this.waiting?.();
  };
  private readonly onClose = () =>
    this.fail(Object.assign(new Error('Connection closed'), { code: 'EConnectionClosed' }));
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly socket: Socket,
    private readonly host: string,
    timeoutMs: number,
  ) {
    socket.on('data', this.onData);
    socket.once('close', this.onClose);
    this.timer = setTimeout(() => this.fail(timedOut(host)), timeoutMs);
  }

  /** Waits for a whole line that matches and takes everything up to its end away. */
  async until(pattern: RegExp): Promise<string> {
    for (;;) {
      const end = this.rest.lastIndexOf('\r\n');
      const match = end < 0 ? null : pattern.exec(this.rest.slice(0, end).replaceAll('\r\n', '\n'));
      if (match) {
        const line = match[0];
        const at = this.rest.indexOf(line);
        this.rest = this.rest.slice(at + line.length + 2);
        return line;
      }
      if (this.failure) throw this.failure;
      await new Promise<void>((resolve) => {
        this.waiting = resolve;
      });
    }
  }

  release(): void {
    clearTimeout(this.timer);
    this.socket.off('data', this.onData);
    this.socket.off('close', this.onClose);
    this.socket.pause();
  }

  private fail(error: Error): void {
    this.failure ??= error;
    this.waiting?.();
  }
}
