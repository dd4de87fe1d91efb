// Everything an act of a signer depends on, loaded once: the request, the person, the evidence folded, and the place that `locate` answers.

import type { Mode } from '../../domain/event'
import { checkAt, locate, type Circumstances, type Place } from '../../domain/journey'
import { policyOf } from '../../domain/policy'
import { Problem } from '../../domain/problem'
import { circumstancesOf, requestFrom, type RequestState, signerOf } from '../../domain/request'
import { isPresent } from '../../domain/steps'
import type { SignerState, Verification } from '../../domain/signer-state'
import type { StepUp } from '../../domain/step-up'
import type { Document, RequestDocument, SignatureRequest, Signer, Tenant, TenantContact } from '../../generated/prisma/client'
import type { Language } from '../../wording/catalogue'
import { languageOf } from '../../wording/readers-language'
import type { SignerCaller } from '../../domain/caller'
import { requireWhole } from '../kernel/bound-rows'
import type { Context, Tx } from '../kernel/context'
import { agedOf } from '../credentials/age-of-check'
import { usableCredentials, type UsableCredential } from '../credentials/usable-credentials'
import { loadEvents } from '../kernel/evidence'
import { integrityFault } from '../kernel/integrity'
import { openProfile, type SignerProfile } from '../kernel/profile'
import { atOffset } from '../kernel/request-clock'

export type Journey = {
  request: SignatureRequest & {
    tenant: Tenant & { contact: TenantContact | null }
    documents: (RequestDocument & { document: Document })[]
  }
  mode: Mode
  row: Signer
  /** The language in which the signer is addressed. */
  language: Language
  profile: SignerProfile
  state: RequestState
  signer: SignerState
  /** Made in this request, or proven by their holder in the active session; none set aside. Of those the one that signs, once it is known. */
  credentials: readonly UsableCredential[]
  circumstances: Circumstances
  place: Place
  /** For which a selfie is made, or was: the check of identity, or the step-up of the chosen certificate. */
  check: StepUp | Verification | undefined
}

/**
 * NOT_FOUND when there is no such signer or the person was erased. `acting`: the session for which it is asked, where its presence matters:
 * evidence that was left out (domain/repeats.ts) may not say that it is the active one.
 */
export async function standing(context: Context, db: Tx, signerId: string, acting?: SignerCaller): Promise<Journey> {
  const row = await db.signer.findUnique({ where: { id: signerId } })
  if (!row?.profileKey) throw new Problem('NOT_FOUND.request_of_signer')
  requireWhole(context, 'signer', row)
  const request = await db.signatureRequest.findUniqueOrThrow({
    where: { id: row.requestId },
    include: { tenant: { include: { contact: true } }, documents: { include: { document: true }, orderBy: { position: 'asc' } } },
  })
  const { mode } = requireWhole(context, 'signatureRequest', request)
  requireWhole(context, 'tenant', request.tenant)
  for (const { document } of request.documents) requireWhole(context, 'document', document)
  const profile = openProfile(context, row)
  const state = requestFrom(await loadEvents(context, db, request.id))
  const folded = signerOf(state, signerId)
  const signer = acting?.active ? { ...folded, activeSession: acting.sessionId } : folded
  // The row of an earlier link has a MAC that was right once.
  const ofSigner = `signer ${row.id}`
  if (signer.link > 0 && signer.link !== row.linkVersion) throw integrityFault(context, 'link', { place: ofSigner, what: 'its link' })
  context.integrity.whole('link', ofSigner)
  const isTheirs = ({ row: { id, signerId: madeBy } }: UsableCredential) =>
    !signer.setAside.includes(id) && (madeBy === signerId || (isPresent(signer) && signer.proven.includes(id)))
  const policy = policyOf(state.signatureType, profile.method)
  // Where no key of the signer's own signs, none is shown, and none spares a step.
  const usable = policy.signsWith === 'own credential' ? await usableCredentials(context, db, mode, profile, row) : []
  const theirs = usable.filter(isTheirs)
  const used = [signer.certificate?.credential, signer.chosen].flatMap((id) => theirs.find(({ row }) => row.id === id) ?? [])[0]
  const credentials = used ? [used] : theirs
  const now = atOffset(context, request).now()
  const circumstances = circumstancesOf(state, signer, {
    now,
    aged: await agedOf(context, db, request.tenant, credentials, now),
    credentials: credentials.map((credential) => credential.row.id),
    method: profile.method,
  })
  return {
    request,
    mode,
    row,
    language: languageOf(row.locale),
    profile,
    state,
    signer,
    credentials,
    circumstances,
    place: locate(signer, circumstances),
    check: checkAt(signer, circumstances),
  }
}
