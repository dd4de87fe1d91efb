// The job that fetches the trusted lists: the list of lists, its pivots, and the lists that it points to. A file takes the place of an older one
// only where it may be believed and is newer, so that the last good one stays whatever the network answers.

import { sha256Hex } from '../../crypto/algorithms'
import type { TrustedLists } from '../../domain/ports'
import { acceptedLists, hasExpired, isPointedTo } from '../../validation/trusted-lists/accepted-lists'
import type { CheckedList } from '../../validation/trusted-lists/check-list'
import type { Pointer } from '../../validation/trusted-lists/trusted-list'
import type { Context } from '../kernel/context'
import { checked, listsFor, lookAtLists } from './known-lists'

/** Milliseconds between two looks: a state may withdraw a service at any time. */
const LOOK_EVERY = 3_600_000
/** Pivots since the certificates that are configured, and lists of states: far more than there are. */
const [MOST_PIVOTS, MOST_LISTS] = [30, 100]

type Network = NonNullable<TrustedLists['network']>

/** Takes the files as they are, and has them fetched when it is time. Part of the sweep, so that requests find the lists read. */
export async function lookAfterLists(context: Context): Promise<void> {
  await lookAtLists(context)
  await listsFor(context, 'test')
  const network = context.trustedLists?.network
  if (!network) return
  const last = await network.lookedAt()
  if (last && context.machineNow().getTime() - last.getTime() < LOOK_EVERY) return
  await context.enqueue(context.db, 'refresh_trusted_lists', { lists: network.address })
}

export async function refreshTrustedLists(context: Context): Promise<void> {
  const { trustedLists } = context
  if (!trustedLists?.network) return
  const { network } = trustedLists
  await network.noteLook(context.machineNow())
  const before = await lookAtLists(context)
  const listOfLists = await refreshListOfLists(context, trustedLists, network, before)
  const pointers = listOfLists?.list.pointers.filter(({ type }) => type === 'generic').slice(0, MOST_LISTS) ?? []
  for (const pointer of pointers) await refreshOne(context, network, pointer, before)
  await lookAtLists(context)
}

type Fetched = { name: string; bytes: Uint8Array; read: CheckedList }

const nameOf = (address: string): string => `${sha256Hex(address).slice(0, 32)}.xml`

/** Answers the one that is in force then. It is kept together with the pivots that are not known yet, or not at all. */
async function refreshListOfLists(
  context: Context,
  { anchors, files }: TrustedLists,
  network: Network,
  before: readonly CheckedList[],
): Promise<CheckedList | null> {
  const now = context.machineNow()
  const known = acceptedLists(before, anchors, now).listOfLists
  const newest = await fetched(context, network, network.address, before)
  if (!newest) return known
  const addresses = newest.read.list.informationUris.filter((uri) => /\.xml$/i.test(uri)).slice(0, MOST_PIVOTS)
  const there = new Set((await files()).map(({ name }) => name))
  const pivots: Fetched[] = []
  for (const address of addresses) {
    const pivot = there.has(nameOf(address)) ? null : await fetched(context, network, address, before)
    if (pivot) pivots.push(pivot)
  }
  const { listOfLists } = acceptedLists([...before, ...pivots.map(({ read }) => read), newest.read], anchors, now)
  const leadsBack = listOfLists === newest.read
  if (leadsBack && !hasExpired(newest.read, now)) {
    for (const { name, bytes } of [...pivots, newest]) await network.keep(name, bytes)
    return newest.read
  }
  refuse(context, network.address, leadsBack ? 'it has expired' : 'it does not lead back to the configured certificates, or is not newer')
  return known
}

async function refreshOne(context: Context, network: Network, pointer: Pointer, before: readonly CheckedList[]): Promise<void> {
  const one = await fetched(context, network, pointer.location, before)
  if (!one) return
  const known = before.filter((read) => isPointedTo(read, pointer))
  const fault = faultOf(one.read, pointer, known, context.machineNow())
  if (fault === null) await network.keep(one.name, one.bytes)
  else refuse(context, pointer.location, fault)
}

/** Why a list does not take the place of those of before. A change takes another number (TS 119 612 5.3.2), or at least a later date. */
function faultOf(one: CheckedList, pointer: Pointer, before: readonly CheckedList[], now: Date): string | null {
  if (!isPointedTo(one, pointer)) return 'it is not signed by whom the list of lists names, or is another list'
  if (hasExpired(one, now)) return 'it has expired'
  const { sequence, issuedAt } = one.list
  const isOlder = before.some(({ list }) => list.sequence > sequence || (list.sequence === sequence && list.issuedAt >= issuedAt))
  return isOlder ? 'it is not newer than the one of before' : null
}

/** Null where it could not be fetched or read, or is there already. */
async function fetched(context: Context, network: Network, address: string, before: readonly CheckedList[]): Promise<Fetched | null> {
  try {
    const bytes = await network.fetch(address)
    const sha256 = sha256Hex(bytes)
    if (before.some((read) => read.sha256 === sha256)) return null
    const read = await checked(context, bytes)
    if (typeof read !== 'string') return { name: nameOf(address), bytes, read }
    refuse(context, address, read)
  } catch (error) {
    context.log.warn({ list: address, error }, 'a trusted list could not be fetched, and the one of before is kept')
  }
  return null
}

function refuse(context: Context, list: string, fault: string): void {
  context.log.warn({ list, fault }, 'a trusted list was refused, and the one of before is kept')
}
