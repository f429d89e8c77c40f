/**
 * Makes the snapshot of mail providers from a folder of Thunderbird's autoconfiguration files:
 * node scripts/provider-snapshot.mjs FOLDER, then npm run format. Only facts are taken: domains, servers, ports, the form of the user name.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { JSDOM } from 'jsdom';
import { fail } from './setup/fail.mjs';
import { inProject } from './setup/paths.mjs';

const TARGET = 'electron/engine/channels/mail/provider-snapshot.json';
const TLS = { SSL: 'implicit', STARTTLS: 'starttls' };

const folder = process.argv[2];
if (!folder) fail(new Error('Name the folder of the files.'));

const names = readdirSync(folder).filter((name) => name.endsWith('.xml'));
const rows = names.sort().flatMap((name) => {
  const { window } = new JSDOM(readFileSync(join(folder, name), 'utf8'), { contentType: 'text/xml' });
  const row = read(window.document);
  window.close();
  return row ? [row] : [];
});
const source =
  'Servers of mail providers: facts from https://github.com/thunderbird/autoconfig, made by scripts/provider-snapshot.mjs';
const lines = rows.map((row) => `    ${JSON.stringify(row)}`).join(',\n');
writeFileSync(
  inProject(TARGET),
  `{\n  "source": ${JSON.stringify(source)},\n  "providers": [\n${lines}\n  ]\n}\n`,
);
console.log(`${rows.length} of ${names.length} files`);

/** One row: short name, domains, both servers as "host port tls", user name; `null` without two encrypted servers. */
function read(document) {
  const text = (parent, element) => parent.querySelector(`:scope > ${element}`)?.textContent.trim() ?? '';
  const provider = document.querySelector('emailProvider');
  const server = (element, type) =>
    [...provider.querySelectorAll(`:scope > ${element}[type="${type}"]`)].find(
      (found) => text(found, 'socketType') in TLS,
    );
  const line = (found) =>
    [text(found, 'hostname'), text(found, 'port'), TLS[text(found, 'socketType')]].join(' ');
  const imap = server('incomingServer', 'imap');
  const smtp = server('outgoingServer', 'smtp');
  const domains = [...provider.querySelectorAll(':scope > domain')].map(({ textContent }) =>
    textContent.trim().toLowerCase(),
  );
  if (!imap || !smtp || domains.length === 0) return null;
  const short = text(provider, 'displayShortName') || text(provider, 'displayName');
  const name = short === '' || short.includes('%') ? domains[0] : short;
  return [name, domains, line(imap), line(smtp), text(imap, 'username') || '%EMAILADDRESS%'];
}
