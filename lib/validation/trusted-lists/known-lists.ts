// The trusted lists that a validation relies on, as a document worker holds them: services are found by the keys and names of authorities.

import { deserialize } from 'node:v8'
import type { Certificate } from '../../crypto/certificate'
import type { Der } from '../../crypto/der'
import type { PackedList, PackedLists } from './packed-lists'
import { isGranted } from './service-at'
import { keyIdOf, keyOf, nameOf } from './service-identity'
import type { ListedService } from './trusted-list'

export type KnownList = {
  territory: string
  expired: boolean
  test: boolean
  /** The services that are known by the key of one of these certificates. */
  servicesOf(certificates: readonly Certificate[]): ListedService[]
}
export type KnownLists = {
  lists: readonly KnownList[]
  /** The trust anchors of this name: those of services that were ever granted. The test list has none: the test authority is trusted by itself. */
  anchorsNamed(name: Der): readonly Der[]
}

let last: { version: string; known: KnownLists } | undefined

/** A worker keeps what it unpacked last: lists change once a day, and there are thousands of certificates in them. */
export function unpacked({ version, bytes }: PackedLists): KnownLists {
  if (last?.version !== version) last = { version, known: knownOf(deserialize(bytes) as PackedList[]) }
  return last.known
}

function knownOf(lists: readonly PackedList[]): KnownLists {
  const relied = lists.filter(({ expired, test }) => !expired && !test)
  const granted = relied.flatMap(({ services }) =>
    services.filter(({ periods }) => periods.some((period) => isGranted({ period, at: period.from }))),
  )
  const identities = granted.flatMap((service) => service.identities)
  const byName = grouped(identities.map(({ name, certificate }) => [name, certificate]))
  return { lists: lists.map(knownList), anchorsNamed: (name) => byName.get(nameOf(name)) ?? [] }
}

function knownList({ territory, expired, test, services }: PackedList): KnownList {
  const byKey = grouped(services.flatMap((service) => service.identities.map(({ key }) => [key, service] as const)))
  const byKeyId = grouped(services.flatMap((service) => (service.keyIds ?? []).map((id) => [id, service] as const)))
  const servicesOf = (certificates: readonly Certificate[]) => [
    ...new Set(certificates.flatMap((one) => [...(byKey.get(keyOf(one)) ?? []), ...(byKeyId.get(keyIdOf(one)) ?? [])])),
  ]
  return { territory, expired, test, servicesOf }
}

function grouped<T>(pairs: readonly (readonly [string, T])[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const [key, value] of pairs) {
    const group = groups.get(key)
    if (group) group.push(value)
    else groups.set(key, [value])
  }
  return groups
}
