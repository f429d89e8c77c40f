import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A server certificate with its key: file names for servers that read files, PEM for those in this process. */
export interface Leaf {
  certFile: string;
  keyFile: string;
  /** Leaf followed by its issuer. */
  cert: string;
  key: string;
}

export interface RigCa {
  /** PEM of the authority tests trust. */
  ca: string;
  caFile: string;
  /** For localhost and 127.0.0.1. */
  leaf: Leaf;
  /** Right authority, but made for another host name. */
  wrongHost: Leaf;
  /** Right authority and host, ended in 2021. */
  expired: Leaf;
  /** Right host, signed by an authority nobody trusts. */
  untrusted: Leaf;
  /** Right host, signed by itself. */
  selfSigned: Leaf;
}

const HERE = 'DNS:localhost,IP:127.0.0.1';

/** Makes a private authority and server certificates, good and bad, in `directory` with openssl. */
export function createCa(directory: string): RigCa {
  mkdirSync(directory, { recursive: true });
  const at = (name: string) => join(directory, name);
  const openssl = (...args: string[]) => {
    execFileSync('openssl', args, { cwd: directory, stdio: ['ignore', 'ignore', 'pipe'] });
  };
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

  const authority = (name: string) => {
    openssl(
      ...['req', '-x509', ...newKey, '-keyout', `${name}.key`, '-out', `${name}.pem`, '-days', '3650'],
      ...['-subj', `/CN=Skein rig ${name}`, '-addext', 'basicConstraints=critical,CA:TRUE'],
      ...['-addext', 'keyUsage=critical,keyCertSign,cRLSign'],
    );
    writeFileSync(at(`${name}.serial`), '01\n');
    writeFileSync(at(`${name}.index`), '');
    writeFileSync(
      at(`${name}.cnf`),
      [
        '[ca]\ndefault_ca=d\n[d]',
        `database=${at(`${name}.index`)}\nserial=${at(`${name}.serial`)}\nnew_certs_dir=${directory}`,
        `certificate=${at(`${name}.pem`)}\nprivate_key=${at(`${name}.key`)}`,
        'default_md=sha256\npolicy=p\nunique_subject=no\n[p]\ncommonName=supplied\n',
      ].join('\n'),
    );
  };

  const leaf = (name: string, issuer: string, altNames: string, from: string, until: string): Leaf => {
    openssl('req', ...newKey, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${name}`);
    writeFileSync(
      at(`${name}.ext`),
      `subjectAltName=${altNames}\nextendedKeyUsage=serverAuth\nbasicConstraints=CA:FALSE\n`,
    );
    openssl(
      ...['ca', '-batch', '-notext', '-config', `${issuer}.cnf`, '-in', `${name}.csr`, '-out', `${name}.crt`],
      ...['-extfile', `${name}.ext`, '-startdate', from, '-enddate', until],
    );
    const chain = readFileSync(at(`${name}.crt`), 'utf8') + readFileSync(at(`${issuer}.pem`), 'utf8');
    return written(name, chain);
  };

  const written = (name: string, cert: string): Leaf => {
    writeFileSync(at(`${name}-chain.pem`), cert);
    chmodSync(at(`${name}.key`), 0o644);
    return {
      certFile: at(`${name}-chain.pem`),
      keyFile: at(`${name}.key`),
      cert,
      key: readFileSync(at(`${name}.key`), 'utf8'),
    };
  };

  authority('authority');
  authority('stranger');
  const past = '20200101000000Z';
  const future = '20490101000000Z';
  openssl(
    ...['req', '-x509', ...newKey, '-keyout', 'self.key', '-out', 'self.crt', '-days', '3650'],
    ...['-subj', '/CN=localhost', '-addext', `subjectAltName=${HERE}`],
  );
  return {
    ca: readFileSync(at('authority.pem'), 'utf8'),
    caFile: at('authority.pem'),
    leaf: leaf('localhost', 'authority', HERE, past, future),
    wrongHost: leaf('elsewhere', 'authority', 'DNS:elsewhere.example.test', past, future),
    expired: leaf('expired', 'authority', HERE, past, '20210101000000Z'),
    untrusted: leaf('untrusted', 'stranger', HERE, past, future),
    selfSigned: written('self', readFileSync(at('self.crt'), 'utf8')),
  };
}
