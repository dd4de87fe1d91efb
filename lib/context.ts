// The composition root: opens the installation's database, queue, secrets, trust service and outlets once per process, and hands out
// contexts.

import path from 'node:path'
import { sha256Hex } from './crypto/algorithms'
import { diskBlobs } from './adapters/blobs/disk'
import { readCountrySigners } from './adapters/country-signers'
import { certificateRegister } from './adapters/certificate-register'
import { wasDone } from './adapters/done-once'
import { DocumentPool } from './adapters/documents/pool'
import { openIdentityAnalysis, type OpenIdentityAnalysis } from './adapters/identity/analysis'
import { openLog, type JsonLog } from './adapters/log'
import { smtpMailer } from './adapters/mail/smtp'
import type { Database } from './adapters/prisma/database'
import { bindDatabase, hasBegun, requireOwnSecrets } from './adapters/prisma/bind-database'
import { openPglite } from './adapters/prisma/pglite'
import { openPostgresql } from './adapters/prisma/postgresql'
import { openQueue, type Queue } from './adapters/queue/queue'
import { openSecrets, type InstallationSecrets } from './adapters/secrets'
import { lockDirectory } from './adapters/sockets/directory-lock'
import { embeddedSigning } from './adapters/signing/embedded/provider'
import { genericGateway } from './adapters/sms/generic'
import { twilioGateway } from './adapters/sms/twilio'
import { openEmbeddedTrust, type EmbeddedTrust } from './adapters/trust/embedded'
import { openTrustedLists } from './adapters/trusted-lists'
import { listFetcher } from './adapters/internet/list-fetcher'
import { webhookSender } from './adapters/internet/webhook-sender'
import { builtFile, config, isLoopback, type Config, type SmsGateway } from './config'
import type { Mode } from './domain/event'
import { newId } from './domain/ids'
import type { Der, TextGateway, Trust, TrustedLists } from './domain/ports'
import { Problem } from './domain/problem'
import type { SigningProvider } from './domain/signing-provider'
import { FOLLOWERS } from './operations/followers'
import type { Context } from './operations/kernel/context'
import { newIntegrity, type Integrity } from './operations/kernel/integrity'
import { openKeptKeys, requireFirstRows } from './operations/kernel/kept-keys'
import { refuseUnusablePaths } from './usable-paths'

/** Everything of one process, opened once. */
export type Installation = {
  config: Config
  database: Database
  queue: Queue
  secrets: InstallationSecrets
  /** The test PKI, for the /pki routes. */
  pki: EmbeddedTrust
  documents: DocumentPool
  log: JsonLog
  integrity: Integrity
  /** The context of one HTTP request or job, which gets an id unless it has one. */
  contextFor(requestId?: string): Context
  /** Lets running jobs end, for `timeout` milliseconds, then closes everything. */
  close(timeout: number): Promise<void>
}

/** `now` is for tests and demonstrations: expiry, retention and certificates all follow it. */
export async function openInstallation(settings: Config, now: () => Date = () => new Date()): Promise<Installation> {
  const log = openLog(settings.logLevel)
  refuseUnusablePaths(settings)
  const integrity = newIntegrity()
  const countrySigners = await readCountrySigners(settings.countrySigners)
  const trustedLists = await openTrustedLists(settings.trustedLists, listFetcher({ loopback: isLocal(settings) }))
  const database = await openDatabase(settings, log)
  const opened: (() => Promise<void> | void)[] = [() => database.close()]
  const closeAll = async (): Promise<void> => {
    for (const close of opened.reverse()) await close()
  }
  try {
    // The marker lies outside of the database: whoever removes rows there does not have them made anew.
    const begun = wasDone(settings.dataDir, 'rows-adopted')
    const secrets = await openSecrets(settings, { begun: begun || (await hasBegun(database.prisma)) })
    await requireOwnSecrets(database.prisma, secrets)
    const pki = await openEmbeddedTrust({
      directory: path.join(/* turbopackIgnore: true */ settings.dataDir, 'pki'),
      serverShare: secrets.share('test pki'),
      baseUrl: `${settings.baseUrl}/pki`,
      register: certificateRegister(database.prisma),
      now,
    })
    if (begun) await requireFirstRows({ db: database.prisma, integrity, log })
    const { fresh } = await bindDatabase(database.prisma, secrets, sha256Hex(pki.rootPem), { begun })
    secrets.keep(await openKeptKeys(database.prisma, secrets, { begun, fresh }))
    const queue = await openQueue(database.source, (error) => log.error({ error }, 'the queue has a problem'))
    const identity = openIdentityAnalysis({ sceneKey: Buffer.from(secrets.kept('scenes')).toString('hex') })
    opened.push(() => {
      identity.close()
    })
    const documents = new DocumentPool({ file: builtFile('document-worker.mjs'), log })
    opened.push(() => {
      documents.close()
    })
    const contextFor = contexts({
      settings,
      database,
      secrets,
      countrySigners,
      trustedLists,
      pki,
      queue,
      identity,
      documents,
      log,
      integrity,
      now,
    })
    const close = async (timeout: number): Promise<void> => {
      await queue.stop(timeout)
      await closeAll()
    }
    return { config: settings, database, queue, secrets, pki, documents, log, integrity, contextFor, close }
  } catch (error) {
    await closeAll()
    throw error
  }
}

function openDatabase({ databaseUrl, dataDir }: Config, log: JsonLog): Promise<Database> {
  return databaseUrl
    ? openPostgresql(databaseUrl, (error) => log.warn({ error }, 'a database connection broke while idle'))
    : openPglite(dataDir, () => lockDirectory(dataDir))
}

type Parts = {
  settings: Config
  database: Database
  secrets: InstallationSecrets
  countrySigners: readonly Der[]
  trustedLists: TrustedLists | null
  pki: EmbeddedTrust
  queue: Queue
  identity: OpenIdentityAnalysis
  documents: DocumentPool
  log: JsonLog
  integrity: Integrity
  now: () => Date
}

function contexts({
  settings,
  database,
  secrets,
  countrySigners,
  trustedLists,
  pki,
  queue,
  identity,
  documents,
  log,
  integrity,
  now,
}: Parts): Installation['contextFor'] {
  const vault = embeddedSigning(secrets.share('vault'), pki)
  const shared = {
    now,
    machineNow: now,
    db: database.prisma,
    statement: database.run,
    secrets,
    identity,
    documents,
    baseUrl: settings.baseUrl,
    support: settings.support,
    blobs: diskBlobs(path.join(/* turbopackIgnore: true */ settings.dataDir, 'blobs'), secrets.key('blobs')),
    trust: (mode: Mode): Trust => (mode === 'test' ? pki : refuseLive()),
    countrySigners: (mode: Mode): readonly Der[] => (mode === 'test' ? [...countrySigners, pki.testChips.countrySigner] : countrySigners),
    testChips: pki.testChips,
    testList: pki.testList,
    trustedLists,
    signing: (mode: Mode): SigningProvider => (mode === 'test' ? vault : refuseLive()),
    mailer:
      settings.mail &&
      smtpMailer({
        ...settings.mail,
        host: new URL(settings.baseUrl).hostname,
        requireTLS: !isLoopback(new URL(settings.mail.url).hostname),
      }),
    texts: settings.sms ? textsOf(gatewayOf(settings.sms), settings.sms) : () => null,
    webhooks: webhookSender({ loopback: isLocal(settings) }),
    enqueue: queue.enqueue,
    followers: FOLLOWERS,
    integrity,
  }
  return (requestId = newId('req')) => ({ ...shared, requestId, log: log.with({ request_id: requestId }) })
}

/** Whether addresses of this machine may be called: only where all of the installation is a test, and used here alone. */
const isLocal = ({ mode, baseUrl }: Config): boolean => mode === 'test' && isLoopback(new URL(baseUrl).hostname)

/** Live mode never uses the test CA. */
function refuseLive(): never {
  throw new Problem('UNAVAILABLE.no_live_provider')
}

/** Test mode is for trying: its text messages reach a real phone only where the operator said so. */
export function textsOf(gateway: TextGateway, { inTestMode }: Pick<SmsGateway, 'inTestMode'>): Context['texts'] {
  return (mode) => (mode === 'live' || inTestMode ? gateway : null)
}

function gatewayOf(sms: SmsGateway): TextGateway {
  switch (sms.provider) {
    case 'twilio':
      return twilioGateway(sms)
    case 'generic':
      return genericGateway(sms)
  }
}

/** For the /pki routes, which may not import an adapter. */
export { ocspRequestOfPath } from './adapters/trust/ocsp-responder'

/** Kept on `globalThis`, because bundles and development reloads each have their own copy of this module. */
const shared = globalThis as typeof globalThis & { qsignhubInstallation?: Promise<Installation> | undefined }

export function installation(): Promise<Installation> {
  shared.qsignhubInstallation ??= openInstallation(config()).catch((error: unknown) => {
    shared.qsignhubInstallation = undefined
    throw error
  })
  return shared.qsignhubInstallation
}

/** `contextFor` of the installation of this process. */
export async function contextFor(requestId?: string): Promise<Context> {
  return (await installation()).contextFor(requestId)
}
