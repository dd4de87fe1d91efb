// A letter: one mail to one signer. Reads from the database what its text needs, and puts the mail into the outbox.

import type { Mode } from '../../domain/event'
import { actOf, policyOf, type ActOfSigning } from '../../domain/policy'
import { Problem } from '../../domain/problem'
import type { Language } from '../../wording/catalogue'
import { languageOf } from '../../wording/readers-language'
import { zoneOf } from '../../wording/time'
import { requireWhole } from '../kernel/bound-rows'
import type { Context, Tx } from '../kernel/context'
import { signerLink } from '../kernel/links'
import { post, type Attachment } from '../kernel/outbox'
import { countryOfPhone, openProfile } from '../kernel/profile'
import { contactOf, type Reach } from '../kernel/tenant-contact'

/** `reach`: where people ask it; null: it has not said. */
type Requester = { name: string; color: string | null; reach: Reach | null }

export type Letter = {
  tenantId: string
  mode: Mode
  qualified: boolean
  signedBy: ActOfSigning
  requestId: string
  signerId: string
  to: string
  /** The person's name as the requester or they themselves wrote it. */
  name: string
  language: Language
  /** How dates are written: the region that the requester named, as long as the signer reads its language. */
  locale: string
  /** The zone in which times are told: that of the country of their phone. */
  zone: string
  requester: Requester
  documents: readonly string[]
  /** The signer's personal link, in its present version. */
  url: string
  linkVersion: number
  expiresAt: Date
  baseUrl: string
}

export type Written = { subject: string; html: string; text: string }

/** Throws NOT_FOUND when the signer was erased. */
export async function letterTo(context: Context, tx: Tx, signerId: string): Promise<Letter> {
  const signer = await tx.signer.findUniqueOrThrow({
    where: { id: signerId },
    include: {
      request: {
        include: { tenant: { include: { contact: true } }, documents: { include: { document: true }, orderBy: { position: 'asc' } } },
      },
    },
  })
  requireWhole(context, 'signer', signer)
  const { request } = signer
  const { mode } = requireWhole(context, 'signatureRequest', request)
  requireWhole(context, 'tenant', request.tenant)
  for (const { document } of request.documents) requireWhole(context, 'document', document)
  const profile = openProfile(context, signer)
  const language = languageOf(signer.locale)
  return {
    tenantId: signer.tenantId,
    mode,
    qualified: context.trust(mode).qualified,
    signedBy: actOf(policyOf(request.signatureType)),
    requestId: request.id,
    signerId,
    to: profile.email,
    name: profile.name,
    language,
    locale: languageOf(profile.locale) === language ? profile.locale : signer.locale,
    zone: zoneOf(profile.phone === null ? null : countryOfPhone(profile.phone), request.expiresAt),
    requester: { name: request.tenant.name, color: request.tenant.color, reach: contactOf(context, request.tenant.contact).reach },
    documents: request.documents.map(({ document }) => document.name),
    linkVersion: signer.linkVersion,
    url: signerLink(context, signer).url,
    expiresAt: request.expiresAt,
    baseUrl: context.baseUrl,
  }
}

/** The letter, or null where the signer was erased. */
export async function letterIfPossible(context: Context, tx: Tx, signerId: string): Promise<Letter | null> {
  try {
    return await letterTo(context, tx, signerId)
  } catch (error) {
    if (error instanceof Problem && error.code === 'NOT_FOUND') return null
    throw error
  }
}

/** `template` names the kind of letter for the outbox. */
export async function send(
  context: Context,
  tx: Tx,
  letter: Letter,
  template: string,
  written: Written,
  attachments: readonly Attachment[] = [],
): Promise<string> {
  const { tenantId, mode, requestId, signerId, to } = letter
  return post(context, tx, { tenantId, mode, requestId, signerId, channel: 'email', template, to, ...written, attachments })
}
