// The lists of a toy Union, fetched and kept: what the network answers is believed only where it leads back to the configured certificate, and
// is newer; else the last good list stays. And what a validation then says of a signature.

import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { openSampleTrust, type SampleTrust } from '@/scripts/sample-signer'
import { samplePdf } from '@/scripts/sample-pdf'
import { sha256, sha256Hex } from '../../crypto/algorithms'
import { readToken } from '../../crypto/timestamp'
import type { Mode } from '../../domain/event'
import { Problem } from '../../domain/problem'
import { sign } from '../../signature/pades'
import { memorySource } from '../../signature/pdf/source'
import { testContext, type TestContext } from '../../testing/test-context'
import { listedServices, listFiles } from '../../testing/trusted-lists/list-files'
import { listOf, LIST_OF_LISTS, pivotOf, STATES, toyUnion, type ToyUnion } from '../../testing/trusted-lists/toy-union'
import type { Period } from '../../validation/trusted-lists/trusted-list'
import type { Context } from '../kernel/context'
import { listsFor } from './known-lists'
import { lookAfterLists, refreshTrustedLists } from './refresh-trusted-lists'
import { validateDocument } from './validate-document'

const HOUR = 3_600_000
const DAY = 24 * HOUR

let t: TestContext
let union: ToyUnion
let foreign: SampleTrust
let signed: Buffer
beforeAll(async () => {
  t = await testContext()
  union = toyUnion(t.context.now())
  foreign = await openSampleTrust(t.context.now)
  const stranger = await foreign.signer({ givenNames: 'Jane', surname: 'Doe', country: 'IE' })
  const pdf = samplePdf({ pages: 1 })
  const tails = await sign(memorySource(pdf), {
    field: 'theirs',
    level: 'B-LTA',
    trust: foreign.trust,
    signer: stranger,
    now: t.context.now(),
  })
  signed = Buffer.concat([pdf, ...tails])
})
afterAll(() => t.close())

/** The web of the Union: address to file. Files of the installation are in memory. */
let web: Map<string, Uint8Array>
let files: Map<string, Uint8Array>
let asked: string[]
let context: Context
let warned: unknown[]

beforeEach(() => {
  web = new Map([
    [LIST_OF_LISTS, union.listOfLists()],
    [pivotOf(1), union.pivot(1)],
    [pivotOf(2), union.pivot(2)],
    ...STATES.map((state): [string, Uint8Array] => [listOf(state), union.national(state, state === 'AA' ? services() : [])]),
  ])
  files = new Map()
  asked = []
  warned = []
  let looked: Date | null = null
  const trustedLists = listFiles(union, files, {
    address: LIST_OF_LISTS,
    async fetch(address) {
      asked.push(address)
      const found = web.get(address)
      if (!found) throw new Error('nothing there')
      return found
    },
    keep: async (name, bytes) => void files.set(name, bytes),
    lookedAt: async () => looked,
    noteLook: async (moment) => void (looked = moment),
  })
  const trust = (mode: Mode) => {
    if (mode === 'live') throw new Problem('UNAVAILABLE.no_live_provider')
    return t.context.trust(mode)
  }
  context = { ...t.context, trust, trustedLists, log: { ...t.context.log, warn: (fields) => void warned.push(fields) } }
})

const services = (changed: Partial<Period> = {}) => listedServices(foreign.trust.chain[0], changed)

const firstSignature = async (mode: Mode = 'live') => {
  const { signatures } = await validateDocument(
    context,
    { ...t.caller, mode },
    { file: { name: 'a.pdf', mimeType: 'application/pdf', bytes: signed } },
  )
  return signatures[0]
}
const told = async (mode: Mode = 'live') => {
  const shown = await firstSignature(mode)
  return [
    shown?.qualification.result,
    shown?.level,
    shown?.trustedList,
    shown?.timestampQualification,
    shown?.indication,
    ...(shown?.test ? ['test'] : []),
  ].join(' ')
}
const QUALIFIED = 'QESig QES EU_TRUSTED QTSA TOTAL-PASSED'
const UNKNOWN = 'N/A AdES NOT_TRUSTED N/A INDETERMINATE'

it('makes a signature of a listed authority a qualified one, for every key', async () => {
  expect(await told()).toBe(UNKNOWN)
  await refreshTrustedLists(context)
  expect(asked).toEqual([LIST_OF_LISTS, pivotOf(2), pivotOf(1), ...STATES.map(listOf)])
  expect(await told()).toBe(QUALIFIED)
  expect(await told('test')).toBe(QUALIFIED)
  expect((await firstSignature())?.qualification).toMatchObject({
    reason: null,
    test: false,
    atSigning: {
      qualified: true,
      qscd: true,
      type: 'esig',
      service: { territory: 'AA', provider: 'Trust Ltd', status: 'granted', test: false },
    },
  })
  expect(warned).toEqual([])
})

it('is known to routes, which are bundled apart from the job that reads the lists', async () => {
  await refreshTrustedLists(context)
  const copy = (await import(`./known-lists.ts${'?copy'}`)) as typeof import('./known-lists')
  expect(copy.listsFor).not.toBe(listsFor)
  await expect(copy.listsFor(context, 'live')).resolves.toEqual(await listsFor(context, 'live'))
  expect((await copy.listsFor(context, 'live')).bytes.length).toBeGreaterThan(1000)
})

it.each<[string, Partial<Period>, string, string]>([
  ['withdrawn', { status: 'withdrawn' }, 'NOT_GRANTED', 'AdESig AdES NOT_TRUSTED QTSA TOTAL-PASSED'],
  ['listed for something else', { uses: ['eseal'] }, 'OTHER_USE', 'N/A AdES NOT_TRUSTED QTSA TOTAL-PASSED'],
  ['listed later', { from: new Date('2030-01-01T00:00:00Z') }, 'NOT_YET_LISTED', 'N/A AdES NOT_TRUSTED QTSA TOTAL-PASSED'],
])('says why it is none, where the authority is %s', async (_, changed, reason, expected) => {
  web.set(listOf('AA'), union.national('AA', services(changed)))
  await refreshTrustedLists(context)
  expect((await firstSignature())?.qualification.reason).toBe(reason)
  expect(await told()).toBe(expected)
})

it('knows a unit of time-stamping that is listed itself, and not its authority', async () => {
  const unit = readToken(await foreign.trust.stamp(sha256('anything'))).signerCertificate
  const from = new Date('2020-01-01T00:00:00Z')
  const type = 'TSA/QTST'
  const service = { type, provider: 'Trust Ltd', name: 'Unit', certificates: [unit?.der ?? new Uint8Array()] } as const
  const periods = [{ from, type, status: 'granted', uses: [], qualifications: [] }] as const
  web.set(listOf('AA'), union.national('AA', [{ ...service, periods }]))
  await refreshTrustedLists(context)
  expect(await told()).toBe('N/A AdES NOT_TRUSTED QTSA INDETERMINATE')
})

it('fetches nothing again that is unchanged, and asks once an hour', async () => {
  const jobs = () => t.jobs.filter(({ job }) => job === 'refresh_trusted_lists').length
  const before = jobs()
  await lookAfterLists(context)
  expect(jobs()).toBe(before + 1)
  await refreshTrustedLists(context)
  await lookAfterLists(context)
  expect(jobs()).toBe(before + 1)
  asked.length = 0
  await refreshTrustedLists({ ...context, machineNow: () => new Date(t.context.machineNow().getTime() + HOUR) })
  expect(asked).toEqual([LIST_OF_LISTS, ...STATES.map(listOf)])
  await lookAfterLists({ ...context, machineNow: () => new Date(t.context.machineNow().getTime() + 2 * HOUR) })
  expect(jobs()).toBe(before + 2)
})

it.each<[string, () => void]>([
  ['nothing', () => web.clear()],
  ['no list', () => web.set(listOf('AA'), Buffer.from('<html/>'))],
  ['a changed list', () => web.set(listOf('AA'), Buffer.from(union.national('AA', [], { sequence: 9 }).toString().replace('>9<', '>8<')))],
  ['a list of a stranger', () => web.set(listOf('AA'), union.national('AA', [], { sequence: 9 }, union.stranger))],
  ['a list that another state signed', () => web.set(listOf('AA'), union.national('AA', [], { sequence: 9 }, union.states.BB))],
  ['the list of another state', () => web.set(listOf('AA'), union.national('BB', [], { sequence: 9 }))],
  [
    'a list that has expired',
    () => web.set(listOf('AA'), union.national('AA', [], { sequence: 9, nextUpdate: new Date(t.context.now().getTime() - DAY) })),
  ],
  ['an older list', () => web.set(listOf('AA'), union.national('AA', [], { sequence: 4 }))],
  [
    'a list of the same number that is older',
    () => web.set(listOf('AA'), union.national('AA', [], { issuedAt: new Date(t.context.now().getTime() - 9 * DAY) })),
  ],
  ['a list of lists of a stranger', () => web.set(LIST_OF_LISTS, union.listOfLists({ sequence: 9, pointers: [] }, union.stranger))],
  [
    'a list of lists of a signer of before',
    () => web.set(LIST_OF_LISTS, union.listOfLists({ sequence: 9, pointers: [] }, union.signers[0])),
  ],
  ['an older list of lists', () => web.set(LIST_OF_LISTS, union.listOfLists({ sequence: 2, pointers: [] }))],
  [
    'a list of lists that has expired',
    () => web.set(LIST_OF_LISTS, union.listOfLists({ sequence: 9, nextUpdate: new Date(t.context.now().getTime() - DAY) })),
  ],
  [
    'a good pivot, and a list of lists of a stranger beyond it',
    () => {
      const self = { location: LIST_OF_LISTS, type: 'listOfLists', territory: 'EU', signers: [union.signers[1].certificate.der] } as const
      web.set(pivotOf(9), union.listOfLists({ sequence: 8, pointers: [self] }))
      web.set(LIST_OF_LISTS, union.listOfLists({ sequence: 9, informationUris: [pivotOf(9)] }, union.stranger))
    },
  ],
  ['another list of the same number and date', () => web.set(listOf('AA'), union.national('AA', []))],
  [
    'a changed list of lists',
    () => web.set(LIST_OF_LISTS, Buffer.from(union.listOfLists({ sequence: 9 }).toString().replace('aa.example', 'evil.example'))),
  ],
])('keeps the last good lists where the network answers %s', async (_, answer) => {
  await refreshTrustedLists(context)
  const before = [...files]
  answer()
  await refreshTrustedLists(context)
  expect([...files]).toEqual(before)
  expect(await told()).toBe(QUALIFIED)
  expect(warned.length).toBeGreaterThan(0)
})

it('takes a newer list of lists that another generation has signed, over a new pivot', async () => {
  await refreshTrustedLists(context)
  const [next, address] = [union.stranger, pivotOf(9)]
  const self = { location: LIST_OF_LISTS, type: 'listOfLists', territory: 'EU', signers: [next.certificate.der] } as const
  web.set(address, union.listOfLists({ sequence: 4, pointers: [self] }))
  web.set(LIST_OF_LISTS, union.listOfLists({ sequence: 5, informationUris: [address, pivotOf(2), pivotOf(1)] }, next))
  web.set(listOf('AA'), union.national('AA', services(), { sequence: 6 }))
  asked.length = 0
  await refreshTrustedLists(context)
  expect(asked.slice(0, 2)).toEqual([LIST_OF_LISTS, address])
  expect(await told()).toBe(QUALIFIED)
  expect(warned).toEqual([])
})

it('takes a newer list', async () => {
  await refreshTrustedLists(context)
  web.set(listOf('AA'), union.national('AA', [], { sequence: 6 }))
  await refreshTrustedLists(context)
  expect(await told()).toBe(UNKNOWN)
  expect((await firstSignature())?.qualification.reason).toBe('NOT_LISTED')
})

it('lets lists count no longer that have expired', async () => {
  await refreshTrustedLists(context)
  const later = { ...context, machineNow: () => new Date(t.context.machineNow().getTime() + 60 * DAY) }
  web.clear()
  await refreshTrustedLists(later)
  expect((await firstSignature())?.qualification).toMatchObject({ result: 'N/A', reason: 'LIST_EXPIRED' })
})

it('reads a directory of the operator’s, whatever its files are called, and fetches nothing', async () => {
  let at = 0
  for (const bytes of web.values()) files.set(`${++at}.xml`, bytes)
  files.set('notes.xml', Buffer.from('<notes/>'))
  const { trustedLists } = context
  if (!trustedLists) throw new Error('no lists')
  const offline = { ...context, trustedLists: { ...trustedLists, network: null } }
  await lookAfterLists(offline)
  context = offline
  expect(await told()).toBe(QUALIFIED)
  expect(asked).toEqual([])
  expect(warned).toMatchObject([{ faults: { [`notes.xml ${sha256Hex(Buffer.from('<notes/>'))}`]: 'NOT_A_LIST' } }])
})
