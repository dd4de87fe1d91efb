// A rotation of master key and server share while people sign: nobody notices, and in the end nothing of before is needed.

import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { open, seal } from '../../crypto/envelope'
import { SECRET_NAMES, type SecretName } from '../../domain/ports'
import { verifyEvidence } from '../../../scripts/verify-evidence.mjs'
import { newRequest, PIN, Walk } from '../../testing/journey-walk'
import { scriptedIdentity } from '../../testing/scripted-identity'
import { testContext, type TestContext } from '../../testing/test-context'
import { wholeOf } from '../../testing/whole-of'
import { completeRequest } from '../completion/complete-request'
import { downloadSignedDocument } from '../completion/download-signed-document'
import { fileLink, openFileLink, shortly } from '../documents/file-links'
import { findByToken } from '../access/find-by-token'
import { positionOf, pageOf } from '../kernel/cursor'
import { signerLink, statusLink } from '../kernel/links'
import { readContent } from '../kernel/outbox'
import { SEALED_COLUMNS } from '../kernel/sealed-columns'
import { statusByToken } from '../status/request-status'
import { retireSecret, rotateSecret } from './rotate-secret'
import { sealedParts } from './sealed-parts'

const DAYS = 86_400_000
const NAME = 'Łukasz Żółć'
const LUKASZ = { name: NAME, email: 'lukasz@example.com' }

let test: TestContext
beforeAll(async () => {
  test = await testContext({ identity: scriptedIdentity().identity, start: new Date(Math.floor(Date.now() / 1000) * 1000) })
})
afterAll(() => test.close())

const quiet = () => undefined
const rotate = (secret: SecretName, say: (line: string) => void = quiet) => rotateSecret(test.context, secret, test.pki, say)
const retire = (secret: SecretName, now = false) => retireSecret(test.context, secret, test.pki, { now, say: quiet })
const generations = () => SECRET_NAMES.map((secret) => test.context.secrets.checks(secret).length)

async function outdated(): Promise<string[]> {
  const found: string[] = []
  for (const { name, outdated: things } of sealedParts(test.context, test.pki)) for await (const _ of things()) found.push(name)
  return found
}

const rowOf = (id: string) => test.context.db.signatureRequest.findUniqueOrThrow({ where: { id }, include: { signers: true } })

async function archiveOf(requestId: string): Promise<Buffer> {
  const { context, caller } = test
  await completeRequest(context, { request: requestId })
  return Buffer.from(await wholeOf((await downloadSignedDocument(context, caller, { requestId, documentId: null, archive: true })).bytes))
}

async function signed(person = LUKASZ): Promise<string> {
  const { id, signers } = await newRequest(test, [person])
  await (await Walk.open(test, signers[0]?.id ?? '')).to('signed')
  return id
}

describe('a rotation', () => {
  let before: { archive: Buffer; signedId: string; signer: string; token: string; status: string; link: string; cursor: string }
  let beside: Walk
  let activation: string

  beforeAll(async () => {
    const signedId = await signed()
    const open = await newRequest(test, [{ name: NAME, email: 'jan@example.com' }])
    const row = await rowOf(open.id)
    const [signer] = row.signers
    if (!signer) throw new Error('no signer')
    const file = { file: 'audit_trail', request: signedId } as const
    const position = { createdAt: row.createdAt, id: row.id }
    before = {
      archive: await archiveOf(signedId),
      signedId,
      signer: signer.id,
      token: signerLink(test.context, signer).token,
      status: statusLink(test.context, row).token,
      link: fileLink(test.context, file, shortly(test.context.machineNow())),
      cursor: pageOf(test.context, [position, position], 1, 'a list').nextCursor ?? '',
    }
    // Somebody has their code and is about to type it.
    const waiting = await newRequest(test, [{ name: NAME, email: 'ewa@example.com' }])
    beside = await Walk.open(test, waiting.signers[0]?.id ?? '')
    await beside.to('sign')
    activation = await beside.startSigning()
  })

  it('of both secrets, while people sign, fails nobody', async () => {
    const walks = ['piotr', 'maria', 'adam'].map((name) => signed({ name: NAME, email: `${name}@example.com` }))
    const rotations = rotate('master-key').then(() => rotate('server-share'))
    const ids = await Promise.all(walks)
    await rotations
    expect(generations()).toEqual([2, 2])
    for (const id of ids) expect(verifyEvidence(await archiveOf(id)).problems).toEqual([])
  })

  it('leaves nothing under a generation of before', async () => {
    expect(await outdated()).toEqual([])
  })

  it('lets a code that was sent before sign after', async () => {
    await beside.act({ act: 'sign', activation, pin: PIN, code: await beside.lastCode() })
    await beside.to('signed')
  })

  const everything = async () => {
    const { context } = test
    expect(verifyEvidence(await archiveOf(before.signedId)).problems).toEqual([])
    expect(Buffer.compare(await archiveOf(before.signedId), before.archive)).toBe(0)
    const row = await rowOf((await context.db.signer.findUniqueOrThrow({ where: { id: before.signer } })).requestId)
    expect([signerLink(context, row.signers[0] as never).token, statusLink(context, row).token]).toEqual([before.token, before.status])
    expect(await findByToken(context, context.db, before.token)).toEqual({ opens: 'journey', signerId: before.signer })
    expect(await statusByToken(context, before.status)).not.toBeNull()
    for (const message of await context.db.outboxMessage.findMany()) expect(readContent(context, message).to).not.toBe('')
    // Who has a key signs with it, and so the person is found again.
    const again = await newRequest(test, [LUKASZ])
    const walk = await Walk.open(test, again.signers[0]?.id ?? '')
    await walk.to('signed')
    expect(await context.db.person.count()).toBe(5)
    expect(await context.db.credential.count({ where: { signerId: walk.caller.signerId } })).toBe(0)
  }
  it('changes no link, no archive, no message and no key', everything)

  it('keeps links to files and cursors good', () => {
    const token = new URL(before.link).pathname.split('/')[3] ?? ''
    expect(openFileLink(test.context, token)).toEqual({ file: 'audit_trail', request: before.signedId })
    expect(positionOf(test.context, before.cursor, 'a list').id).toMatch(/^sreq_/)
  })

  it('ends the generations of before only when nobody can need them any more', async () => {
    await expect(retire('master-key')).rejects.toThrow('may still need the master-key of before')
    test.advance(2 * DAYS)
    await retire('master-key')
    await retire('server-share')
    expect(generations()).toEqual([1, 1])
    await expect(retire('master-key')).rejects.toThrow('has one generation only')
    await everything()
  })

  it('goes on where it was stopped', async () => {
    const stopped = (line: string) => {
      if (line.includes('sealed anew')) throw new Error('killed')
    }
    await expect(rotate('master-key', stopped)).rejects.toThrow('killed')
    expect(generations()).toEqual([2, 1])
    await expect(retire('master-key', true)).rejects.toThrow('was begun and is not finished')
    await rotate('master-key')
    expect([generations(), await outdated()]).toEqual([[2, 1], []])
  })

  it('does not end a generation under which something was sealed meanwhile', async () => {
    const { context } = test
    const [, earlier] = context.secrets.key('profile').generations()
    const row = await context.db.signer.findUniqueOrThrow({ where: { id: before.signer } })
    const label = SEALED_COLUMNS.profileKey.label(row.id)
    const ring = { generations: () => [earlier] as never, renew: () => false }
    const profileKey = new Uint8Array(seal(ring, open(context.secrets.key('profile'), row.profileKey ?? new Uint8Array(), label), label))
    await context.db.signer.update({ where: { id: row.id }, data: { profileKey } })
    await expect(retire('master-key', true)).rejects.toThrow('is still used by Signer.profileKey (1)')
    await rotate('master-key')
    expect(generations()).toEqual([3, 1])
    await retire('master-key', true)
    expect([generations(), await outdated()]).toEqual([[1, 1], []])
  })

  it('passes over a row that was changed outside of the product, and keeps the generation that a backup of it needs', async () => {
    const { db } = test.context
    const { id, content } = await db.outboxMessage.findFirstOrThrow()
    await rotate('server-share')
    const damaged = await db.outboxMessage.update({ where: { id }, data: { content: content.with(20, (content[20] ?? 0) ^ 1) } })
    await expect(retire('server-share', true)).rejects.toThrow('1 of OutboxMessage.content open under no generation')
    expect(damaged.content).not.toEqual(content)
    await db.outboxMessage.delete({ where: { id } })
    await retire('server-share', true)
  })

  it('makes one generation when two begin at once', async () => {
    await Promise.all([rotate('server-share'), rotate('server-share')])
    expect(generations()).toEqual([1, 2])
  })
})

/** Sealed under a key of their own, which has a column in the table. */
const UNDER_THEIR_OWN_KEY = [
  'Signer.profile',
  'ConversationEntry.text',
  'Verification.plan',
  'Verification.result',
  'FrameInRow.image',
  'KnownIdentity.face',
  'KeptFace.face',
]
/** Made with a kept key, and not to be opened by anybody. */
const KEYED = ['FilmTrace.trace']
const PUBLIC = ['Credential.certificate', 'IssuedCertificate.certificate', 'EvidenceStamp.token']

it('every column of bytes is sealed anew by a rotation, or named here', () => {
  const schema = readFileSync('prisma/schema.prisma', 'utf8')
  const columns = [...schema.matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)].flatMap(([, model, body]) =>
    [...(body ?? '').matchAll(/^ {2}(\w+) +Bytes/gm)].map(([, column]) => `${model}.${column}`),
  )
  const known = [
    ...Object.values(SEALED_COLUMNS).map(({ table, column }) => `${table}.${column}`),
    ...UNDER_THEIR_OWN_KEY,
    ...KEYED,
    ...PUBLIC,
  ]
  expect(columns.sort()).toEqual(known.sort())
})
