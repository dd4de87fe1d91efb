// The trusted lists that validations of this process rely on: the files that are there, each read and checked once by a document worker, and in
// test mode the list of this installation. A request takes what is known and waits for no network.

import { sha256Hex } from '../../crypto/algorithms'
import type { Mode } from '../../domain/event'
import type { TestList, TrustedLists } from '../../domain/ports'
import { Problem } from '../../domain/problem'
import { acceptedLists, type Accepted, type AcceptedList } from '../../validation/trusted-lists/accepted-lists'
import type { CheckedList, ListFault } from '../../validation/trusted-lists/check-list'
import { packed, type PackedLists } from '../../validation/trusted-lists/packed-lists'
import type { Context } from '../kernel/context'
import { piecesFrom } from '../kernel/stored-bytes'

/** Whose line the lists wait in for a worker. */
const LINE = 'trusted lists'

type Read = CheckedList | ListFault
type Known = {
  /** By name of the file and its version. */
  readings: Map<string, Read>
  accepted: Accepted
  /** Tells whether anything is another than before. */
  state: string
}

/**
 * Each process reads for itself; what it knows is that of the files, which all of them share. Kept on the process, because a job reads them for the
 * routes, and the two are bundled apart, each with its own copy of this module.
 */
const shared = globalThis as typeof globalThis & { qsignhubKnownLists?: WeakMap<TrustedLists, Known> }
const known = (shared.qsignhubKnownLists ??= new WeakMap<TrustedLists, Known>())
const own = new WeakMap<TestList, { sha256: string; lists: readonly AcceptedList[] }>()

/** What validations of this mode rely on. Test keys alone know the list of this installation. */
export async function listsFor(context: Context, mode: Mode): Promise<PackedLists> {
  const lists = (context.trustedLists && known.get(context.trustedLists)?.accepted.lists) ?? NONE
  const tests = mode === 'test' ? await ownLists(context) : NONE
  const packs = packedWith.get(lists) ?? new WeakMap<readonly AcceptedList[], PackedLists>()
  packedWith.set(lists, packs)
  const made =
    packs.get(tests) ?? packed([...lists.map((list) => ({ ...list, test: false })), ...tests.map((list) => ({ ...list, test: true }))])
  packs.set(tests, made)
  return made
}

const NONE: readonly AcceptedList[] = []
/** By the lists of states, and by that of the installation: thousands of certificates are packed once. */
const packedWith = new WeakMap<readonly AcceptedList[], WeakMap<readonly AcceptedList[], PackedLists>>()

/** Reads the files that are new, and takes of all of them those that may be believed now. Answers the lists that were read. */
export async function lookAtLists(context: Context): Promise<readonly CheckedList[]> {
  const { trustedLists } = context
  if (!trustedLists) return []
  const before = known.get(trustedLists)
  const readings = new Map<string, Read>()
  for (const { name, version } of await trustedLists.files()) {
    const key = `${name} ${version}`
    readings.set(key, before?.readings.get(key) ?? (await checked(context, await trustedLists.read(name))))
  }
  const all = [...readings.values()].filter((read) => typeof read !== 'string')
  const accepted = acceptedLists(all, trustedLists.anchors, context.machineNow())
  const state = stateOf(readings, accepted)
  if (state === before?.state) return all
  known.set(trustedLists, { readings, accepted, state })
  tell(context, readings, accepted)
  return all
}

/** What a file is, told by a worker: it comes from outside. One that breaks the worker is none. */
export async function checked(context: Context, bytes: Uint8Array): Promise<Read> {
  try {
    return await context.documents.run('checkList', {
      tenant: LINE,
      sha256: sha256Hex(bytes),
      bytes: async () => piecesFrom(bytes),
      given: { now: context.machineNow() },
    })
  } catch (error) {
    if (error instanceof Problem && error.code === 'DOCUMENT_DAMAGED') return 'NOT_A_LIST'
    throw error
  }
}

async function ownLists(context: Context): Promise<readonly AcceptedList[]> {
  const { testList } = context
  const { xml, signer } = await testList()
  const sha256 = sha256Hex(xml)
  const before = own.get(testList)
  if (before?.sha256 === sha256) return before.lists
  const read = await checked(context, xml)
  if (typeof read === 'string' || read.signer !== sha256Hex(signer))
    throw new Error('the trusted list of this installation is not signed by it')
  const { territory, services } = read.list
  const lists = [{ location: `${context.baseUrl}/pki/tl.xml`, sha256, territory, expired: false, services }]
  own.set(testList, { sha256, lists })
  return lists
}

const faultsIn = (readings: ReadonlyMap<string, Read>) => Object.fromEntries([...readings].filter(([, read]) => typeof read === 'string'))

const stateOf = (readings: ReadonlyMap<string, Read>, { listOfLists, lists, missing }: Accepted): string =>
  JSON.stringify([
    [...readings.keys()],
    listOfLists?.sha256,
    lists.map(({ location, sha256, expired }) => [location, sha256, expired]),
    missing,
  ])

/** Faults of lists are the operator's to know: a signature only ever loses by them. */
function tell({ log }: Context, readings: ReadonlyMap<string, Read>, { listOfLists, lists, missing }: Accepted): void {
  const faults = faultsIn(readings)
  const expired = lists.filter((list) => list.expired).map(({ location }) => location)
  const fields = { faults, missing, expired, lists: lists.length }
  if (readings.size === 0) log.info(fields, 'there are no trusted lists yet')
  else if (!listOfLists) log.warn(fields, 'no list of trusted lists leads back to a configured certificate: no list of a state counts')
  else if (Object.keys(faults).length + missing.length + expired.length > 0) log.warn(fields, 'some trusted lists do not count')
  else log.info(fields, 'the trusted lists were read')
}
