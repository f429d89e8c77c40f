import SMTPConnection from 'nodemailer/lib/smtp-connection';

/** Delivers one message to a mailbox of the rig by LMTP (RFC 2033), as a mail exchanger would. */
export async function deliver(
  lmtpPort: number,
  message: { from: string; to: string; source: string | Buffer },
): Promise<void> {
  const connection = new SMTPConnection({ host: '127.0.0.1', port: lmtpPort, lmtp: true, ignoreTLS: true });
  try {
    await new Promise<void>((resolve, reject) => {
      connection.once('error', reject);
      connection.connect((connectError) => {
        if (connectError) {
          reject(connectError);
          return;
        }
        connection.send({ from: message.from, to: [message.to] }, message.source, (error) =>
          error ? reject(error) : resolve(),
        );
      });
    });
  } finally {
    connection.close();
  }
}
