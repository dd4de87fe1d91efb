// What a first run is tried with: a tenant, a test API key that is shown at every start, and a sample request with a link to sign.

import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Installation } from './context'
import { callerOfKey, type OrganisationCaller } from './domain/caller'
import { Problem } from './domain/problem'
import { newKey, storedKey } from './operations/administration/api-keys'
import { setOrganisationContact } from './operations/administration/organisation-contact'
import { bound, requireWhole } from './operations/kernel/bound-rows'
import type { Context } from './operations/kernel/context'
import { uploadDocument } from './operations/documents/upload-document'
import { signerLink } from './operations/kernel/links'
import { createSignatureRequest } from './operations/requests/create-signature-request'
import { PLAIN_REQUEST } from './operations/requests/request-rules'
import { sampleContract } from './sample-contract'

export type DemoTenant = { apiKey: string; signerUrl: string | null }

const NAME = 'QSignHub Demo'
/** A plan that includes the identity proof, so that a first run can try it. */
const PLAN = 'business' as const
/** So that a first run shows what signers are told and what a requester is sent: the mails of these addresses stay in the outbox. */
const CONTACT = {
  email: 'demo@qsignhub-test.io',
  phone: '+44 20 7946 0018',
  hours: 'Monday to Friday, 9 to 17',
  notify: ['requests@qsignhub-test.io'],
}
const SIGNER = 'Anna Example'

/** Idempotent, and safe when several processes start together. */
export async function seedDemoTenant({ config, contextFor }: Installation): Promise<DemoTenant> {
  const context = contextFor()
  const apiKey = await keptKey(path.join(/* turbopackIgnore: true */ config.dataDir, 'secrets', 'test-api-key'))
  return { apiKey, signerUrl: await sampleLink(context, apiKey) }
}

/** Null where a sample is refused, as by rows that were changed outside or by a full account: that keeps no process from starting. */
async function sampleLink(context: Context, apiKey: string): Promise<string | null> {
  try {
    const caller = await callerOf(context, apiKey)
    return (await openSample(context, caller)) ?? (await makeSample(context, caller))
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    context.log.warn({ code: error.code }, 'there is no sample contract to sign')
    return null
  }
}

/** The database knows only the digest of a key. The test key is also kept in a file, so that every start can show it. */
async function keptKey(file: string): Promise<string> {
  const read = async () => (await readFile(/* turbopackIgnore: true */ file, 'utf8')).trim()
  try {
    return await read()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  await mkdir(/* turbopackIgnore: true */ path.dirname(file), { recursive: true, mode: 0o700 })
  const aside = `${file}.${randomBytes(6).toString('hex')}`
  await writeFile(/* turbopackIgnore: true */ aside, `${newKey('test')}\n`, { mode: 0o600, flag: 'wx' })
  // Linking fails where the name is taken, so two processes that start together both read the file of the first.
  await link(/* turbopackIgnore: true */ aside, /* turbopackIgnore: true */ file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  await rm(/* turbopackIgnore: true */ aside, { force: true })
  return read()
}

async function callerOf(context: Context, apiKey: string): Promise<OrganisationCaller> {
  const { hash, last4 } = storedKey(apiKey)
  const known = await context.db.apiKey.findUnique({ where: { hash }, include: { tenant: true } })
  if (known) return callerOfKey({ ...requireWhole(context, 'apiKey', known), plan: known.tenant.plan })
  // Ids are derived from the key, so that two processes insert the same rows, of which the second is skipped.
  const [tenantId, id] = [`ten_${hash.slice(0, 16)}`, `key_${hash.slice(16, 32)}`]
  await context.db.tenant.createMany({
    data: bound(context.secrets, 'tenant', {
      id: tenantId,
      name: NAME,
      color: null,
      minimumAge: null,
      stepUpAfterDays: null,
      suspendedAt: null,
      plan: PLAN,
    }),
    skipDuplicates: true,
  })
  await context.db.apiKey.createMany({
    data: bound(context.secrets, 'apiKey', {
      ...{ id, tenantId, mode: 'test' as const, name: 'Made at first start', last4, hash },
      ...{ scopes: [], expiresAt: null, revokedAt: null },
    }),
    skipDuplicates: true,
  })
  await setOrganisationContact(context, tenantId, CONTACT)
  const tenant = await context.db.tenant.findUniqueOrThrow({ where: { id: tenantId } })
  return callerOfKey({ id, tenantId, mode: 'test', plan: tenant.plan, scopes: [] })
}

/** The link of the sample that nobody has signed yet. */
async function openSample(context: Context, caller: OrganisationCaller): Promise<string | null> {
  const request = await context.db.signatureRequest.findFirst({
    where: {
      tenantId: caller.tenantId,
      mode: 'test',
      status: 'pending',
      expiresAt: { gt: context.now() },
      metadata: { path: ['sample'], equals: 'yes' },
    },
    select: { signers: { select: { id: true, linkVersion: true, linkToken: true } } },
    orderBy: { createdAt: 'desc' },
  })
  const signer = request?.signers[0]
  return signer ? signerLink(context, signer).url : null
}

async function makeSample(context: Context, caller: OrganisationCaller): Promise<string | null> {
  const bytes = await sampleContract({ borrower: SIGNER, reference: `Loan ${context.now().getUTCFullYear()}-0042`, date: context.now() })
  const document = await uploadDocument(context, caller, {
    file: { name: 'loan-agreement.pdf', mimeType: 'application/pdf', bytes },
    name: 'Consumer loan agreement',
  })
  await createSignatureRequest(context, caller, {
    documentIds: [document.id],
    ...PLAIN_REQUEST,
    metadata: { sample: 'yes' },
    signers: [
      {
        name: SIGNER,
        email: 'anna@example.com',
        phone: '+48500123456',
        locale: 'en-GB',
        order: null,
        method: null,
        country: null,
      },
    ],
  })
  return openSample(context, caller)
}
