// A real context for tests: the product's adapters on an in-memory database and a temporary directory, the clock moved by hand.

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { PGlite } from '@electric-sql/pglite'
import { sha256Hex } from '../crypto/algorithms'
import { diskBlobs } from '../adapters/blobs/disk'
import { bindDatabase } from '../adapters/prisma/bind-database'
import { certificateRegister } from '../adapters/certificate-register'
import { openSecrets } from '../adapters/secrets'
import { embeddedSigning } from '../adapters/signing/embedded/provider'
import { openEmbeddedTrust, type EmbeddedTrust } from '../adapters/trust/embedded'
import { webhookSender } from '../adapters/internet/webhook-sender'
import type { Mode } from '../domain/event'
import { newId, randomBase62 } from '../domain/ids'
import type { Jobs } from '../domain/ports'
import type { PrismaClient } from '../generated/prisma/client'
import { FOLLOWERS } from '../operations/followers'
import { callerOfKey, type KeyCaller } from '../domain/caller'
import { bound } from '../operations/kernel/bound-rows'
import type { Context, RunStatement } from '../operations/kernel/context'
import { openKeptKeys } from '../operations/kernel/kept-keys'
import type { IdentityAnalysis } from '../operations/kernel/identity-analysis'
import { newIntegrity } from '../operations/kernel/integrity'
import { checkpoint, type Rewind } from './checkpoint'
import { testDatabase } from './database'
import { documentWorkers } from './document-workers'

type QueuedJob = { [J in keyof Jobs]: { job: J; payload: Jobs[J]; startAfter: Date | null } }[keyof Jobs]

export type TestContext = {
  context: Context
  caller: KeyCaller
  apiKey: string
  pki: EmbeddedTrust
  /** Where its files lie. */
  directory: string
  /** The jobs that were queued, in order. Nothing runs them: a test calls the operation of a job itself. */
  jobs: QueuedJob[]
  /** Errors that were logged: a test that expects none can say so. */
  errors: Record<string, unknown>[]
  advance(milliseconds: number): void
  /** Remembers everything as it is now, the clock included. The answered function brings it back, as often as it is called. */
  checkpoint(): Promise<Rewind>
  /** Another account of the same installation. */
  newCaller(mode?: Mode): Promise<{ caller: KeyCaller; apiKey: string }>
  close(): Promise<void>
}

/** An installation that was begun before: its files, and its rows in a database of their own. */
export type Begun = { directory: string; db: PrismaClient; statement: RunStatement; close: () => Promise<void> }
type Setting = { start?: Date; identity?: IdentityAnalysis; begun?: Begun }

export async function testContext({
  start = new Date('2026-11-20T10:00:00.000Z'),
  identity = noIdentity,
  begun,
}: Setting = {}): Promise<TestContext> {
  const { directory, db, statement, pglite, close: closeDatabase } = begun ? { ...begun, pglite: null } : await newInstallation()
  const secrets = await openSecrets({ masterKeyFile: path.join(directory, 'master'), serverShareFile: path.join(directory, 'share') })
  let time = start.getTime()
  const now = () => new Date(time)
  const baseUrl = 'https://sign.example.com'
  const pki = await openEmbeddedTrust({
    directory: path.join(directory, 'pki'),
    serverShare: secrets.share('test pki'),
    baseUrl: `${baseUrl}/pki`,
    register: certificateRegister(db),
    now,
  })
  await bindDatabase(db, secrets, sha256Hex(pki.rootPem), { begun: false })
  secrets.keep(await openKeptKeys(db, secrets, { begun: false, fresh: begun === undefined }))
  const vault = embeddedSigning(secrets.share('vault'), pki)
  const blobs = path.join(directory, 'blobs')
  mkdirSync(blobs, { recursive: true })
  const jobs: QueuedJob[] = []
  const errors: Record<string, unknown>[] = []
  const context: Context = {
    requestId: newId('req'),
    now,
    machineNow: now,
    db,
    statement,
    secrets,
    baseUrl,
    support: 'help@sign.example.com',
    identity,
    documents: documentWorkers(),
    blobs: diskBlobs(blobs, secrets.key('blobs')),
    trust: () => pki,
    countrySigners: () => [pki.testChips.countrySigner],
    testChips: pki.testChips,
    testList: pki.testList,
    trustedLists: null,
    signing: () => vault,
    mailer: null,
    texts: () => null,
    webhooks: webhookSender({ loopback: true }),
    enqueue: async (_, job, payload, options) => void jobs.push({ job, payload, startAfter: options?.startAfter ?? null } as QueuedJob),
    followers: FOLLOWERS,
    integrity: newIntegrity(),
    log: { info: () => undefined, warn: () => undefined, error: (fields) => void errors.push(fields) },
  }
  const newCaller: TestContext['newCaller'] = async (mode = 'test') => newAccount(context, mode)
  return {
    context,
    pki,
    directory,
    jobs,
    errors,
    newCaller,
    ...(await newCaller()),
    advance: (milliseconds) => void (time += milliseconds),
    checkpoint: async () => {
      const then = { time, jobs: [...jobs], errors: [...errors] }
      if (!pglite) throw new Error('only what a test began itself is taken back')
      const rewind = await checkpoint(pglite, { files: blobs, aside: directory })
      return async () => {
        await rewind()
        time = then.time
        jobs.splice(0, Infinity, ...then.jobs)
        errors.splice(0, Infinity, ...then.errors)
      }
    },
    close: async () => {
      await closeDatabase()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

async function newInstallation(): Promise<Begun & { pglite: PGlite }> {
  const { pglite, db, close } = await testDatabase()
  return { directory: mkdtempSync(path.join(tmpdir(), 'operations-')), db, statement: pglite.run, close, pglite }
}

async function newAccount({ db, secrets }: Context, mode: Mode): Promise<{ caller: KeyCaller; apiKey: string }> {
  const apiKey = `qsh_${mode}_${randomBase62(32)}`
  const organisation = { id: newId('ten'), name: 'Example Bank', color: null, minimumAge: null, stepUpAfterDays: null, suspendedAt: null }
  const tenant = await db.tenant.create({ data: bound(secrets, 'tenant', organisation) })
  const hash = sha256Hex(apiKey)
  const made = { id: newId('key'), tenantId: tenant.id, mode, name: 'Test', last4: apiKey.slice(-4), hash }
  const key = await db.apiKey.create({ data: bound(secrets, 'apiKey', { ...made, scopes: [], expiresAt: null, revokedAt: null }) })
  return { apiKey, caller: callerOfKey({ ...key, plan: tenant.plan }) }
}

/** The default, for tests in which nobody's identity is checked. */
const noIdentity: IdentityAnalysis = {
  planMovement: () => 'tilt_left',
  planChallenges: () => [],
  othersBefore: () => null,
  warmSelfieStep: () => undefined,
  readSide: () => Promise.reject(new Error('no identity check in this test')),
  readSelfie: () => Promise.reject(new Error('no identity check in this test')),
  comesNear: () => false,
  readPortrait: () => Promise.reject(new Error('no identity check in this test')),
  judgeChip: () => {
    throw new Error('no identity check in this test')
  },
  decide: () => {
    throw new Error('no identity check in this test')
  },
}
