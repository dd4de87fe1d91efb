// What a person may do with what is kept of them: take it along, move it to another address, destroy pictures, and have themselves erased.

import { randomUUID } from 'node:crypto'
import { inspect } from 'node:util'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { newRequest, Walk } from '../../../testing/journey-walk'
import type { Rewind } from '../../../testing/checkpoint'
import { scriptedIdentity } from '../../../testing/scripted-identity'
import { spaceLink, SpaceVisit } from '../../../testing/space-visit'
import { testContext, type TestContext } from '../../../testing/test-context'
import { wholeOf } from '../../../testing/whole-of'
import { readStoredZip } from '../../../signature/zip/stored'
import { completeRequest } from '../../completion/complete-request'
import { openSubject } from '../../credentials/usable-credentials'
import { entriesOfSigner } from '../../conversation/read-thread'
import { writeToRequester } from '../../conversation/write-to-requester'
import { loadEvents } from '../../kernel/evidence'
import { readContent } from '../../kernel/outbox'
import { openProfile } from '../../kernel/profile'
import { getSignatureRequest } from '../../requests/get-signature-request'
import { ownCertificates } from '../certificates/own-certificates'
import { listOwn } from '../documents/list-own'
import { spaceLog } from '../space-log'
import { exportPerson } from './export-person'
import { savedIdentity } from './saved-identity'
import { whatStays } from './what-stays'

const PERSON = { name: 'Łukasz Żółć', email: 'lukasz@example.com' }
const [PHONE, NEW_PHONE, NEW_EMAIL] = ['+48500123456', '+48500999888', 'zolc@example.org']

let test: TestContext
let request: string
let signer: string
let back: Rewind
const WRITTEN = 'May my landlord read this?'

beforeAll(async () => {
  test = await testContext({ identity: scriptedIdentity().identity })
  const made = await newRequest(test, [PERSON])
  request = made.id
  signer = made.signers[0]?.id ?? ''
  const walk = await Walk.open(test, signer)
  await writeToRequester(test.context, walk.caller, { text: WRITTEN, sentAs: randomUUID() })
  await walk.to('signed')
  await completeRequest(test.context, { request })
  back = await test.checkpoint()
})
beforeEach(() => back())
afterAll(() => test.close())

it('is told what is kept of checks, and destroys it; certificates stay', async () => {
  const visit = await SpaceVisit.signedIn(test, PERSON.email)
  const { expiresAt } = await test.context.db.credential.findFirstOrThrow()
  expect(await savedIdentity(test.context, await visit.caller())).toMatchObject([
    { kind: 'portrait', documentType: 'national_id', country: 'PL', until: expiresAt },
    { kind: 'document', documentType: 'national_id', until: expect.any(Date) },
  ])
  await visit.act({ act: 'delete_identity' })
  expect(await savedIdentity(test.context, await visit.caller())).toEqual([])
  const [check] = await test.context.db.verification.findMany()
  const { frame, knownIdentity, keptFace } = test.context.db
  expect([check?.key, check?.result, await frame.count(), await knownIdentity.count(), await keptFace.count()]).toEqual([
    null,
    null,
    0,
    0,
    0,
  ])
  expect((await spaceLog(test.context, test.context.db, (await visit.caller()).spaceId)).at(-1)?.fact).toMatchObject({
    type: 'identity_deleted',
    portraits: 1,
  })
  expect(await ownCertificates(test.context, await visit.caller())).toMatchObject([{ state: 'valid' }])
})

it('changes the phone by a code to the old number and one to the new', async () => {
  const visit = await SpaceVisit.signedIn(test, PERSON.email)
  await visit.act({ act: 'send_phone_codes', phone: NEW_PHONE })
  const [old, fresh] = [await visit.codeTo(PHONE), await visit.codeTo(NEW_PHONE)]
  await expect(visit.act({ act: 'change_phone', old, new: old === '111111' ? '222222' : '111111' })).rejects.toMatchObject({
    says: 'CODE_INVALID.wrong',
  })
  await visit.act({ act: 'change_phone', old, new: fresh })
  const credential = await test.context.db.credential.findFirstOrThrow()
  expect(openSubject(test.context, credential).phone).toBe(NEW_PHONE)
  await SpaceVisit.signedIn(test, PERSON.email, NEW_PHONE)
})

it('moves to another address by a code to both, with documents and certificates, and the old one opens nothing', async () => {
  const visit = await SpaceVisit.signedIn(test, PERSON.email)
  await visit.act({ act: 'send_email_codes', email: NEW_EMAIL })
  await visit.act({ act: 'change_email', old: await visit.codeTo(PERSON.email), new: await visit.codeTo(NEW_EMAIL) })
  const moved = await SpaceVisit.signedIn(test, NEW_EMAIL)
  const caller = await moved.caller()
  expect((await listOwn(test.context, caller, {})).items).toMatchObject([{ request }])
  expect(await ownCertificates(test.context, caller)).toHaveLength(1)
  // Whoever has the old address now sees what comes there from now on, and the documents that were sent there.
  const other = await SpaceVisit.open(test, PERSON.email)
  expect((await other.caller()).spaceId).not.toBe(caller.spaceId)
})

it('takes everything along as a ZIP', async () => {
  const visit = await SpaceVisit.signedIn(test, PERSON.email)
  const file = await exportPerson(test.context, await visit.caller())
  const entries = readStoredZip(await wholeOf(file.bytes))
  const names = entries.map(({ name }) => name)
  expect(names).toEqual(
    expect.arrayContaining([
      'account.json',
      'certificates.json',
      `requests/${request}/request.json`,
      expect.stringMatching(/signed|documents\/1-/),
    ]),
  )
  const told = JSON.parse(
    Buffer.from(entries.find(({ name }) => name === `requests/${request}/request.json`)?.bytes ?? []).toString(),
  ) as object
  expect(told).toMatchObject({ you: { name: PERSON.name, email: PERSON.email, phone: PHONE }, identity: { documentNumber: 'ABC123456' } })
  expect(told).toMatchObject({ conversation: [{ by: 'signer', text: WRITTEN }] })
  expect(await spaceLog(test.context, test.context.db, (await visit.caller()).spaceId)).toMatchObject([
    {},
    {},
    { fact: { type: 'data_exported' } },
  ])
})

/** Everything in the database that the product can open, and everything that stands there openly. */
async function everythingReadable(): Promise<string> {
  const { db } = test.context
  const tables = await db.$queryRaw<
    { name: string }[]
  >`SELECT table_name AS "name" FROM information_schema.tables WHERE table_schema = 'public'`
  const parts: string[] = []
  // The issuer's register keeps certificates as the law wants it, which the list of what stays says.
  for (const { name } of tables.filter((table) => table.name !== 'IssuedCertificate'))
    parts.push(inspect(await db.$queryRawUnsafe(`SELECT * FROM "${name}"`), { depth: 6, maxArrayLength: null, maxStringLength: null }))
  for (const row of await db.signer.findMany()) if (row.profileKey) parts.push(JSON.stringify(openProfile(test.context, row)))
  for (const row of await db.signer.findMany()) parts.push(JSON.stringify(await entriesOfSigner(test.context, row)))
  for (const row of await db.outboxMessage.findMany())
    if (row.content.length > 0) parts.push(JSON.stringify(readContent(test.context, row)))
  for (const row of await db.credential.findMany()) {
    if (row.subject.length > 0) parts.push(JSON.stringify(openSubject(test.context, row)))
    parts.push(Buffer.from(row.certificate ?? []).toString('utf8'))
  }
  for (const row of await db.space.findMany()) parts.push(String(row.settings?.length))
  return parts.join('\n')
}

it('is erased: nothing that can be read tells of them, the evidence verifies, and the list of what stays is right', async () => {
  const visit = await SpaceVisit.signedIn(test, PERSON.email)
  const stays = await whatStays(test.context, await visit.caller())
  expect(stays).toMatchObject([
    { what: 'certificate', until: expect.any(Date) },
    { what: 'signed_documents', requester: 'Example Bank', until: null },
  ])
  const [certificate] = await ownCertificates(test.context, await visit.caller())
  const { spaceId } = await visit.caller()
  const traces = [PERSON.name, 'Łukasz', 'Żółć', 'lukasz@', PHONE, '500123456', 'ABC123456', 'ZOLC', WRITTEN]
  const before = await everythingReadable()
  expect(traces.filter((trace) => before.includes(trace))).not.toEqual([])
  await visit.act({ act: 'erase' })

  const after = await everythingReadable()
  expect(traces.filter((trace) => after.includes(trace))).toEqual([])
  expect(await test.context.db.verification.count({ where: { key: { not: null } } })).toBe(0)
  expect([
    await test.context.db.frame.count(),
    await test.context.db.documentPicture.count(),
    await test.context.db.session.count(),
  ]).toEqual([0, 0, 0])
  await expect(visit.caller()).rejects.toThrow('ended')
  expect(await spaceLink(test, PERSON.email)).toBeNull()

  // What stays, stays: the register, the chain, and the requester's documents.
  expect(await test.context.db.issuedCertificate.count({ where: { serialHex: certificate?.serial ?? '' } })).toBe(1)
  expect(await test.pki.isRevoked(certificate?.serial ?? '')).toBe(true)
  expect((await loadEvents(test.context, test.context.db, request)).length).toBeGreaterThan(10)
  expect((await spaceLog(test.context, test.context.db, spaceId)).at(-1)?.fact).toMatchObject({ type: 'erased', signers: [signer] })
  const shown = await getSignatureRequest(test.context, test.caller, { requestId: request })
  expect(shown).toMatchObject({ status: 'completed', signers: [{ name: 'Erased person', status: 'signed' }] })
  expect(test.context.integrity.faults()).toEqual([])
})

it('erases nothing of a request that waits for the person, and says so', async () => {
  test.advance(1_000)
  await newRequest(test, [PERSON])
  const visit = await SpaceVisit.signedIn(test, PERSON.email)
  expect((await whatStays(test.context, await visit.caller())).map(({ what }) => what)).toEqual([
    'certificate',
    'open_request',
    'signed_documents',
  ])
  await visit.act({ act: 'erase' })
  const names = (await test.context.db.signer.findMany()).map((row) => openProfile(test.context, row).name).sort()
  expect(names).toEqual(['Erased person', PERSON.name])
})
