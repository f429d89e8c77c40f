/** Which addresses a stranger may make Skein connect to: none of this computer and none of the network around it. */
import { type LookupAddress, lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { UnsubscribeError } from './errors.ts';

/** What is not global in IANA's special-purpose registries (RFC 6890), and multicast. */
const V4: readonly [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
];
/** Inside 2000::/3, outside of which nothing is global unicast: protocols, documentation, 6to4. */
const V6: readonly [string, number][] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const local4 = new BlockList();
for (const [net, prefix] of V4) local4.addSubnet(net, prefix, 'ipv4');
const special6 = new BlockList();
for (const [net, prefix] of V6) special6.addSubnet(net, prefix, 'ipv6');
const global6 = new BlockList();
global6.addSubnet('2000::', 3, 'ipv6');
const nat64 = new BlockList();
nat64.addSubnet('64:ff9b::', 96, 'ipv6');

/** Whether a numeric address belongs to the public internet; false for anything else. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !local4.check(address, 'ipv4');
  if (family !== 6 || address.includes('%')) return false;
  // Of a network without IPv4: the last 32 bits are the IPv4 address that is meant (RFC 6052).
  if (nat64.check(address, 'ipv6')) return isPublicAddress(embedded4(address));
  return global6.check(address, 'ipv6') && !special6.check(address, 'ipv6');
}

/** The last 32 bits of an IPv6 address in dotted form. */
function embedded4(address: string): string {
  const [high = '0', low = '0'] = new URL(`http://[${address}]`).hostname
    .slice(1, -1)
    .replace('::', ':0:')
    .split(':')
    .slice(-2);
  const bits = (Number.parseInt(high || '0', 16) << 16) | Number.parseInt(low || '0', 16);
  return [24, 16, 8, 0].map((shift) => (bits >>> shift) & 255).join('.');
}

/**
 * Resolves a name for a connection, which then goes to exactly these addresses; fails with UnsubscribeError
 * `unsubscribe-local` when one of them is not public: such a name is not a list's.
 */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
    const first = found?.[0];
    if (error || !first) callback(error ?? new Error('no address'), '', 0);
    else if (!found.every(({ address }) => isPublicAddress(address)))
      callback(new UnsubscribeError('unsubscribe-local', hostname), '', 0);
    else if (options.all) callback(null, found);
    else callback(null, first.address, first.family);
  });
};
