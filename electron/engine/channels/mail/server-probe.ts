import { connect } from 'node:net';
import type { MailServerKind, ServerSettings } from './settings.ts';
import { checkEncryption } from './tls-check.ts';

const TIMEOUT = 4000;

/** Whether a server answers there and shows a certificate that is valid for its name. Sends nothing but STARTTLS. */
export async function probeServer(
  kind: MailServerKind,
  server: ServerSettings,
  signal: AbortSignal,
): Promise<boolean> {
  // A signal of its own: many servers are tried at once, and a dozen listeners on one signal look like a leak to Node.
  const socket = connect({ host: server.host, port: server.port, signal: AbortSignal.any([signal]) });
  try {
    await new Promise<void>((resolve, reject) => {
      socket.setTimeout(TIMEOUT, () => reject(new Error('No answer')));
      socket.once('error', reject);
      socket.once('connect', resolve);
    });
    socket.setTimeout(0);
    socket.on('error', () => {});
    await checkEncryption(socket, kind, server, null, TIMEOUT);
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
