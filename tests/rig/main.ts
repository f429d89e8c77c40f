/**
 * `npm run rig`: starts the mail servers with a seeded mailbox, prints how to connect, and runs until Ctrl-C.
 * Argument: the number of messages (default 2000).
 */
import { ALICE, BOB, DovecotServer } from './dovecot.ts';
import { PostfixServer } from './postfix.ts';
import { seedMailbox } from './seed.ts';

const count = Number(process.argv[2] ?? 2000);
if (!Number.isInteger(count) || count < 0) {
  console.error('Usage: rig [NUMBER OF MESSAGES]');
  process.exit(2);
}

const dovecot = await DovecotServer.start();
seedMailbox(dovecot, ALICE.address, { count });
const postfix = PostfixServer.usable() ? await PostfixServer.start({ dovecot }) : null;

const { imap, imaps, lmtp } = dovecot.ports;
console.log(`
Users      ${[ALICE, BOB].map((user) => `${user.address} / ${user.password}`).join(', ')}
IMAP       127.0.0.1:${imap} (STARTTLS), 127.0.0.1:${imaps} (TLS); ${count} messages in the first user's INBOX
SMTP       ${
  postfix
    ? `127.0.0.1:${postfix.ports.submission} (STARTTLS), 127.0.0.1:${postfix.ports.smtps} (TLS)`
    : 'not here: Postfix starts only as root'
}
LMTP       127.0.0.1:${lmtp}
Authority  ${dovecot.ca.caFile}

In the app:  host localhost, the ports above, and the authority's file as "certificate to trust".
In a shell:  echo ${ALICE.password} | npm run -s skein -- account add-imap --user ${ALICE.address} --host localhost \\
               --port ${imaps} --tls implicit --ca ${dovecot.ca.caFile}${
                 postfix
                   ? ` \\\n               --smtp-host localhost --smtp-port ${postfix.ports.smtps} --smtp-tls implicit`
                   : ''
               }

Ctrl-C ends everything and removes ${dovecot.directory}.`);

let ending = false;
async function end(): Promise<void> {
  if (ending) return;
  ending = true;
  await postfix?.stop();
  await dovecot.stop();
  process.exit(0);
}
process.on('SIGINT', () => void end());
process.on('SIGTERM', () => void end());
setInterval(() => {}, 60_000);
