import { isIP } from 'node:net';
import { type ConnectionOptions, rootCertificates } from 'node:tls';

/**
 * TLS options for one server (RFC 8314: TLS 1.2 or later, the certificate always verified). `ca` is the PEM of an
 * authority, or of the server's own certificate, that the user chose to trust for this account; it adds to the
 * built-in authorities.
 */
export function tlsOptions(host: string, ca: string | null | undefined): ConnectionOptions {
  return {
    minVersion: 'TLSv1.2',
    rejectUnauthorized: true,
    ...(isIP(host) ? {} : { servername: host }),
    ...(ca ? { ca: [...rootCertificates, ca] } : {}),
  };
}
