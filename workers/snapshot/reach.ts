import net from 'node:net';
import { mayReach } from '#workers/post.ts';

/** Addresses of the inside: an approved name alone does not open them, an approved address or subnet does. */
const inside = new net.BlockList();
for (const [network, bits] of [['10.0.0.0', 8], ['172.16.0.0', 12], ['192.168.0.0', 16], ['100.64.0.0', 10]] as const) inside.addSubnet(network, bits, 'ipv4'); // prettier-ignore
// Unique local, and IPv6 clothes of IPv4 addresses (NAT64, 6to4), whatever is in them.
for (const [network, bits] of [['fc00::', 7], ['64:ff9b::', 96], ['2002::', 16]] as const) inside.addSubnet(network, bits, 'ipv6'); // prettier-ignore

export type Approved = {
  /** Whether the city has approved the host of a URL, by name or by address. */
  host: (url: URL) => boolean;
  /** Whether an address that a name resolved to may be spoken to. */
  address: (address: string) => boolean;
};

/**
 * 白名单: names, `name:port`, addresses and CIDR subnets. This machine is reached by tests only, and only when listed;
 * link-local, multicast and metadata addresses never.
 */
export function approvedBy(list: readonly string[], mark: 'test' | 'real'): Approved {
  const names = new Set(list);
  const subnets = new net.BlockList();
  for (const entry of list) {
    const [address = '', bits] = entry.split('/');
    const family = net.isIPv4(address) ? 'ipv4' : 'ipv6';
    if (!net.isIP(address)) continue;
    if (bits === undefined) subnets.addAddress(address, family);
    else if (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 'ipv4' ? 32 : 128))
      subnets.addSubnet(address, Number(bits), family);
  }
  const listed = (address: string): boolean => subnets.check(address, net.isIPv4(address) ? 'ipv4' : 'ipv6');
  return {
    host: ({ host, hostname }) => {
      const bare = hostname.replace(/^\[|\]$/g, '');
      return names.has(host) || names.has(hostname) || (net.isIP(bare) > 0 && listed(bare));
    },
    address: (given) => {
      // An IPv4 address in IPv6 clothes counts as what it is.
      const address = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(given)?.[1] ?? given;
      if (mark === 'test' && mayReach(address, 'loopback')) return listed(address);
      if (!mayReach(address, 'network')) return false;
      return !inside.check(address, net.isIPv4(address) ? 'ipv4' : 'ipv6') || listed(address);
    },
  };
}
