// Which networks a webhook may reach: public unicast addresses only, never this machine or private networks.

import { BlockList, isIPv4, isIPv6 } from 'node:net'

export type Network = 'public' | 'loopback' | 'refused'

/** IANA IPv4 Special-Purpose Address Registry: everything there that is not globally reachable, multicast and what is reserved. */
const NOT_PUBLIC_4 = subnets('ipv4', [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
])

/**
 * Global unicast is 2000::/3, so that loopback, unspecified, IPv4-mapped and -compatible, NAT64 (64:ff9b::), unique local, link- and
 * site-local and multicast addresses are out without being named. Inside it: Teredo and other protocol assignments, documentation, 6to4.
 */
const GLOBAL_6 = subnets('ipv6', ['2000::/3'])
const NOT_PUBLIC_6 = subnets('ipv6', ['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20'])

const LOOPBACK_4 = subnets('ipv4', ['127.0.0.0/8'])
const LOOPBACK_6 = subnets('ipv6', ['::1/128'])

/** `address` is an IP address in text, as a resolver gives it; anything else is refused. */
export function networkOf(address: string): Network {
  if (isIPv4(address)) {
    if (LOOPBACK_4.check(address, 'ipv4')) return 'loopback'
    return NOT_PUBLIC_4.check(address, 'ipv4') ? 'refused' : 'public'
  }
  // A zone (fe80::1%eth0) names an interface of this machine.
  if (!isIPv6(address) || address.includes('%')) return 'refused'
  if (LOOPBACK_6.check(address, 'ipv6')) return 'loopback'
  return GLOBAL_6.check(address, 'ipv6') && !NOT_PUBLIC_6.check(address, 'ipv6') ? 'public' : 'refused'
}

function subnets(family: 'ipv4' | 'ipv6', ranges: readonly string[]): BlockList {
  const list = new BlockList()
  for (const range of ranges) {
    const [network = '', prefix = ''] = range.split('/')
    list.addSubnet(network, Number(prefix), family)
  }
  return list
}
