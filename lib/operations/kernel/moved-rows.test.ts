// Somebody who writes the database moves what is sealed from one row to another: nothing opens in another one's place.

import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { EnvelopeRefused } from '../../crypto/envelope'
import { once } from '../../http/api/idempotency'
import { wholeOf } from '../../testing/whole-of'
import type { Rewind } from '../../testing/checkpoint'
import { newRequest, PIN, Walk } from '../../testing/journey-walk'
import { ELENI, scriptedIdentity } from '../../testing/scripted-identity'
import { AT_ONCE, signedAtOnce } from '../../testing/signed-at-once'
import { testContext, type TestContext } from '../../testing/test-context'
import { setOrganisationContact } from '../administration/organisation-contact'
import { directView, signedAgain } from '../direct/direct-row'
import { entryOf } from '../conversation/entries'
import { writeToRequester } from '../conversation/write-to-requester'
import { contactOf } from './tenant-contact'
import { providerCredential, unlessRefused } from '../credentials/provider-credential'
import { openSubject } from '../credentials/usable-credentials'
import { openPrepared } from '../signing/prepared-activation'
import { filmOf } from '../verification/frame-store'
import { picturesOf } from '../verification/picture-store'
import type { MrzReading } from '../../identity/mrz/parse'
import { keepIdentity, knownElsewhere } from '../verification/known-identities'
import { keptFace } from '../verification/kept-face'
import { selfieClip } from '../verification/selfie-clip'
import { openPlan, openResult } from '../verification/verification-store'
import { openContact, sealContact, sealSecret, secretsOf } from '../webhooks/secret'
import { pendingOf } from '../space/codes'
import { openLetter } from '../space/entrance/request-space-link'
import { openSettings } from '../space/space-row'
import { spaceLink, SpaceVisit } from '../../testing/space-visit'
import { openKeptKeys } from './kept-keys'
import { signerLink, statusLink } from './links'
import { readContent } from './outbox'
import { openProfile } from './profile'

let t: TestContext
let rewind: Rewind

beforeAll(async () => {
  const { identity, script } = scriptedIdentity()
  t = await testContext({ identity })
  for (const [name, email] of [
    ['Lukasz Jan Zolc', 'lukasz@example.com'],
    ['Eleni Papadopoulou', 'eleni@example.com'],
  ] as const) {
    if (email === 'eleni@example.com') script.mrz = ELENI
    const { signers } = await newRequest(t, [{ name, email }])
    const walk = await Walk.open(t, signers[0]?.id ?? '')
    await writeToRequester(t.context, walk.caller, { text: email, sentAs: randomUUID() })
    await walk.to('signed')
    await newEndpoint(email)
    await newContact(email)
    await answer(email)
    await signedAtOnce(t, { key: email, name })
  }
  await newSpaces()
  rewind = await t.checkpoint()
})
beforeEach(() => rewind())
afterAll(() => t.close())

async function newEndpoint(contact: string): Promise<void> {
  const { context, caller } = t
  const id = `whk_${randomUUID()}`
  const { tenantId, mode } = caller
  const now = context.now()
  const sealed = { secret: sealSecret(context, id, 'whsec_a'), previousSecret: sealSecret(context, id, 'whsec_b') }
  const data = { id, tenantId, mode, url: 'https://example.com', events: [], previousUntil: new Date(now.getTime() + 60_000) }
  await context.db.webhookEndpoint.create({
    data: { ...data, ...sealed, contact: sealContact(context, id, contact), createdAt: now, updatedAt: now },
  })
}

async function newContact(email: string): Promise<void> {
  const { caller } = await t.newCaller()
  await setOrganisationContact(t.context, caller.tenantId, { email, notify: [email] })
}

/** Two spaces with a code on its way in each, and two links in mailboxes. */
async function newSpaces(): Promise<void> {
  for (const email of ['lukasz@example.com', 'eleni@example.com']) {
    await (await SpaceVisit.open(t, email)).act({ act: 'send_sign_in_code' })
    await spaceLink(t, email)
  }
}

/** What was answered to an idempotency key. */
async function answer(key: string): Promise<string> {
  const request = { caller: t.caller, key, method: 'POST', path: '/v1/x', fingerprint: 'x' }
  const { body } = await once(t.context, request, async () => ({ status: 200, headers: {}, body: Buffer.from(key) }))
  return body === null ? '' : Buffer.from(await wholeOf(body)).toString('utf8')
}

type Opens = (id: string) => unknown
const signer: Opens = async (id) => openProfile(t.context, await t.context.db.signer.findUniqueOrThrow({ where: { id } }))
const verification =
  (open: (row: Awaited<ReturnType<typeof verificationRow>>) => unknown): Opens =>
  async (id) =>
    open(await verificationRow(id))
const directRowOf = (id: string) => t.context.db.directSignature.findUniqueOrThrow({ where: { id } })
const verificationRow = (id: string) => t.context.db.verification.findUniqueOrThrow({ where: { id } })
const endpoint: Opens = async (id) => {
  const row = await t.context.db.webhookEndpoint.findUniqueOrThrow({ where: { id } })
  return [secretsOf(t.context, row, t.context.now()), row.contact && openContact(t.context, id, row.contact)]
}

/** How each sealed column is read; `also` moves along. */
const SEALED: Readonly<Record<string, { opens: Opens; also?: string }>> = {
  'Signer.profile': { opens: signer },
  'Signer.profileKey': { opens: signer, also: 'profile' },
  'Verification.plan': { opens: verification((row) => openPlan(t.context, row)) },
  'Verification.result': { opens: verification((row) => openResult(t.context, row)) },
  'Verification.key': { opens: verification((row) => openPlan(t.context, row)), also: 'plan' },
  'KeptFace.key': { opens: (id) => keptFace(t.context, t.context.db, id), also: 'face' },
  'KeptFace.face': { opens: (id) => keptFace(t.context, t.context.db, id) },
  'Signer.linkToken': { opens: async (id) => signerLink(t.context, await t.context.db.signer.findUniqueOrThrow({ where: { id } })) },
  'SignatureRequest.statusToken': {
    opens: async (id) => statusLink(t.context, await t.context.db.signatureRequest.findUniqueOrThrow({ where: { id } })),
  },
  'Credential.subject': {
    opens: async (id) => openSubject(t.context, await t.context.db.credential.findUniqueOrThrow({ where: { id } })),
  },
  'TenantContact.notify': {
    opens: async (id) => contactOf(t.context, await t.context.db.tenantContact.findUniqueOrThrow({ where: { id } })),
  },
  'ConversationEntry.text': {
    opens: async (id) => {
      const row = await t.context.db.conversationEntry.findUniqueOrThrow({ where: { id }, include: { signer: true } })
      return entryOf(t.context, row.signer, row, await t.context.db.conversation.findUniqueOrThrow({ where: { signerId: row.signerId } }))
    },
  },
  'Activation.prepared': {
    opens: async (id) => openPrepared(t.context, await t.context.db.activation.findUniqueOrThrow({ where: { id } })),
  },
  'DirectSignature.subject': { opens: async (id) => directView(t.context, await directRowOf(id)) },
  'DirectSignature.appended': { opens: async (id) => signedAgain(t.context, await directRowOf(id), AT_ONCE) },
  'OutboxMessage.content': {
    opens: async (id) => readContent(t.context, await t.context.db.outboxMessage.findUniqueOrThrow({ where: { id } })),
  },
  'WebhookEndpoint.secret': { opens: endpoint },
  'WebhookEndpoint.previousSecret': { opens: endpoint },
  'WebhookEndpoint.contact': { opens: endpoint },
  'Space.settings': { opens: async (id) => openSettings(t.context, await t.context.db.space.findUniqueOrThrow({ where: { id } })) },
  'SpaceLink.letter': {
    opens: async (id) => {
      const { letter } = await t.context.db.spaceLink.findUniqueOrThrow({ where: { id } })
      return openLetter(t.context, { id, letter: letter ?? new Uint8Array() })
    },
  },
  'SpaceSession.pending': {
    opens: (id) => t.context.db.$transaction((tx) => pendingOf(t.context, tx, { spaceId: '', sessionId: id }, 'sign_in')),
  },
  'IdempotencyRecord.body': {
    opens: async (id) => answer((await t.context.db.idempotencyRecord.findUniqueOrThrow({ where: { id } })).key),
  },
}
/** Public, and signed by an authority. A time-stamp has a MAC of its own (completion/stamp-evidence.test.ts). */
const OPEN = ['Credential.certificate', 'EvidenceStamp.token', 'IssuedCertificate.certificate']
/** Read at a start alone, with no request to refuse: what does not open ends the start. The first are moved away there. */
const AT_A_START = ['FrameInRow.image', 'KeptKey.sealed']
/** In a row that has the id of its check. */
const OF_A_CHECK = ['KnownIdentity.face']
/** Digests under a key, which open nothing. */
const KEYED = ['FilmTrace.trace']

describe('what is sealed', () => {
  it('is each column of bytes, but for those that are public', async () => {
    const columns = await t.context.db.$queryRaw<{ name: string }[]>`
      SELECT table_name || '.' || column_name AS "name" FROM information_schema.columns WHERE table_schema = 'public' AND data_type = 'bytea'`
    expect(columns.map(({ name }) => name).sort()).toEqual([...Object.keys(SEALED), ...OPEN, ...AT_A_START, ...OF_A_CHECK, ...KEYED].sort())
  })

  it.each(Object.entries(SEALED))('%s opens in its own row only, and unchanged only', async (name, { opens, also }) => {
    const [table = '', column = ''] = name.split('.')
    const [one, two] = await t.context.db.$queryRawUnsafe<{ id: string }[]>(
      `SELECT "id" FROM "${table}" WHERE "${column}" IS NOT NULL ORDER BY "id" LIMIT 2`,
    )
    if (!one || !two) throw new Error(`two rows with ${name} are needed`)
    await opens(one.id)
    const set = (to: (column: string) => string) =>
      [column, ...(also === undefined ? [] : [also])].map((each) => `"${each}" = ${to(each)}`).join(', ')
    const moved = set((each) => `(SELECT "${each}" FROM "${table}" WHERE "id" = '${two.id}')`)
    const changed = `"${column}" = set_byte("${column}", length("${column}") - 20, get_byte("${column}", length("${column}") - 20) # 1)`
    for (const change of [moved, changed]) {
      await t.context.db.$executeRawUnsafe(`UPDATE "${table}" SET ${change} WHERE "id" = '${one.id}'`)
      await expect(opens(one.id)).rejects.toMatchObject({ code: 'INTEGRITY_FAULT' })
      const { place } = t.errors.at(-1) as { place: string }
      expect(place).not.toContain(two.id)
      expect(t.context.integrity.faults().map((fault) => fault.place)).toContain(place)
      await rewind()
    }
  })

  it('pictures open in their own rows only', async () => {
    const { context } = t
    const frames = await context.db.frame.findMany({ orderBy: { id: 'asc' }, take: 2 })
    const check = await verificationRow(frames[0]?.verificationId ?? '')
    const [one, two] = frames.map((frame) => ({ ...frame, verificationId: check.id }))
    if (!one || !two) throw new Error('two frames are needed')
    expect(await filmOf(context, check, [one]).read()).toHaveLength(1)
    const { blob, offset, size } = two
    await expect(filmOf(context, check, [{ ...one, blob, offset, size }]).read()).rejects.toMatchObject({ code: 'INTEGRITY_FAULT' })
    // The film is judged by its times, and told from others by its digests.
    const { capturedAt } = one
    const changes: readonly Partial<typeof one>[] = [
      { receivedAt: new Date(0) },
      { capturedAt: capturedAt + 1 },
      { sha256: '0'.repeat(64) },
    ]
    for (const change of changes)
      await expect(filmOf(context, check, [{ ...one, ...change }]).read()).rejects.toMatchObject({ code: 'INTEGRITY_FAULT' })
    expect(await filmOf(context, check, [one]).read()).toHaveLength(1)

    const pictures = await context.db.documentPicture.findMany({ where: { verificationId: check.id, side: { not: 'selfie' } } })
    expect(await picturesOf(context, check)).toHaveLength(pictures.length)
    await context.db.documentPicture.updateMany({ where: { verificationId: check.id }, data: { blob: pictures[0]?.blob ?? '' } })
    await expect(picturesOf(context, check)).rejects.toMatchObject({ code: 'INTEGRITY_FAULT' })
  })

  it('faces count in the rows of their own checks only, and a clip opens in its own', async () => {
    const { context, caller } = t
    const checks = await context.db.verification.findMany({ where: { status: 'confirmed' }, orderBy: { id: 'asc' }, take: 2 })
    const [one, two] = checks
    if (!one || !two) throw new Error('two checks are needed')
    const place = { tenantId: caller.tenantId, mode: caller.mode }
    const mrz = {
      issuer: 'POL',
      surname: 'KOWALSKA',
      givenNames: ['ANNA'],
      dateOfBirth: null,
      documentNumber: 'CBA482913',
    } as unknown as MrzReading
    const checked = (surname: string, face: number) => ({
      sides: [{ side: 'back' as const, findings: [], problem: null, portrait: null, mrz: { ...mrz, surname } }],
      selfie: { findings: [], faces: [[face]] },
    })
    await keepIdentity(context, context.db, one, place, checked('KOWALSKA', 0))
    await keepIdentity(context, context.db, two, place, checked('NOWAK', 5))
    const nearest = async () => (await knownElsewhere(context, { id: '', key: null }, place, checked('WISNIEWSKA', 1)))?.nearest
    expect(await nearest()).toBe(1)
    await context.db
      .$executeRaw`UPDATE "KnownIdentity" SET "face" = (SELECT "face" FROM "KnownIdentity" WHERE "verificationId" = ${two.id}) WHERE "verificationId" = ${one.id}`
    expect(await nearest()).toBe(4)
    expect(context.integrity.faults().map((fault) => fault.place)).toContain(`face of ${one.id}`)

    const clips = await context.db.documentPicture.findMany({ where: { side: 'selfie', verificationId: { in: [one.id, two.id] } } })
    expect(clips).toHaveLength(2)
    const other = clips.find(({ verificationId }) => verificationId === two.id)?.blob ?? ''
    await context.db.documentPicture.updateMany({ where: { side: 'selfie', verificationId: one.id }, data: { blob: other } })
    await expect(selfieClip(context, one)).rejects.toMatchObject({ code: 'INTEGRITY_FAULT' })
  })

  it('a kept key that was changed keeps the product from starting', async () => {
    await t.context.db.$executeRaw`UPDATE "KeptKey" SET "sealed" = set_byte("sealed", 30, get_byte("sealed", 30) # 1)`
    await expect(openKeptKeys(t.context.db, t.context.secrets, { begun: true, fresh: false })).rejects.toThrow(EnvelopeRefused)
  })

  it('a key of the vault does not sign for another credential', async () => {
    const [one, two] = await t.context.db.credential.findMany({ orderBy: { id: 'asc' } })
    if (!one || !two) throw new Error('two credentials were made')
    const vault = t.context.signing('test')
    const authorise = async (reference: typeof one.reference) => {
      const credential = providerCredential({ ...one, reference })
      const activation = { activationId: 'act_1', signerId: one.signerId, credential, nonce: Buffer.alloc(32), toSign: [Buffer.alloc(32)] }
      const { state: challenge, code } = unlessRefused(await vault.challenge(activation))
      return vault.authorise(activation, { pin: PIN, code: code ?? '', challenge })
    }
    expect(await authorise(one.reference)).not.toHaveProperty('refused')
    expect(await authorise(two.reference)).toMatchObject({ refused: 'wrong_factor' })
  })
})
