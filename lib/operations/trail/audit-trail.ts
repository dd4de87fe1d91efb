// What an audit trail says, gathered from the evidence and the rows behind it: documents, people, certificates, what happened.

import { colonSerial, readCertificate, sha256Fingerprint, type Certificate } from '../../crypto/certificate'
import { isSignerFact, type EvidenceEvent, type Mode } from '../../domain/event'
import type { Context } from '../kernel/context'
import { maskEmail, maskPhone, openProfile } from '../kernel/profile'
import { anchorPlacementOf } from '../requests/get-signature-request'
import type { RequestRow } from '../requests/request-row'
import { countryName, wordsFor, type Words } from './event-words'
import { lookupFor } from './lookup'
import { verifiedIdentity, type VerifiedIdentity } from '../verification/verified-identity'

/** A line of the report: a label and what stands beside it. */
export type Line = { label: string; value: string }
export type TimelineEntry = Words & { sequence: number; at: string; who: string }
export type AuditPerson = { name: string; position: number; outcome: string; lines: readonly Line[]; timeline: readonly TimelineEntry[] }
export type AuditTrail = {
  requestId: string
  mode: Mode
  qualified: boolean
  title: string
  requester: string
  lines: readonly Line[]
  documents: readonly { title: string; lines: readonly Line[] }[]
  people: readonly AuditPerson[]
  /** What the platform and the requester did. */
  timeline: readonly TimelineEntry[]
  events: number
  head: string
}

/** `2026-11-21 14:03:07.120 UTC`: the evidence's own time, for people. */
export function utc(at: string): string {
  return at.replace('T', ' ').replace('Z', ' UTC')
}

export async function auditTrail(
  context: Context,
  row: RequestRow,
  requester: string,
  events: readonly EvidenceEvent[],
): Promise<AuditTrail> {
  const first = events[0]
  const last = events.at(-1)
  if (first?.fact.type !== 'request_created' || !last) throw new Error('an audit trail needs evidence')
  const mode = first.fact.mode
  const { provider, qualified } = context.trust(mode)
  const completed = events.find(({ fact }) => fact.type === 'request_completed')
  const lookup = lookupFor(context, row)
  const entry = (event: EvidenceEvent): TimelineEntry => ({
    ...wordsFor(event.fact, lookup),
    sequence: event.sequence,
    at: event.at,
    who: event.actor === 'requester' ? requester : event.actor === 'system' ? 'QSignHub' : 'Signer',
  })
  const people: AuditPerson[] = []
  for (const signer of row.signers) {
    const own = events.filter(({ fact }) => isSignerFact(fact) && fact.signer === signer.id)
    people.push(await person(context, signer, own, entry))
  }
  return {
    requestId: row.id,
    mode,
    qualified,
    requester,
    title: row.documents.map(({ document }) => document.name).join(', '),
    lines: [
      { label: 'Request', value: row.id },
      { label: 'Requester', value: requester },
      {
        label: 'Level asked for',
        value: `Qualified electronic signature${qualified ? '' : ', made with a TEST trust service: NOT QUALIFIED'}`,
      },
      { label: 'Trust service', value: provider },
      { label: 'Created', value: utc(first.at) },
      { label: 'Completed', value: completed ? utc(completed.at) : 'not completed' },
    ],
    documents: row.documents.map((part) => documentPart(part, row.signers, events)),
    people,
    timeline: events.filter(({ fact }) => !isSignerFact(fact)).map(entry),
    events: last.sequence,
    head: last.hash,
  }
}

type Part = RequestRow['documents'][number]

function documentPart({ document, revisions, fields }: Part, signers: RequestRow['signers'], events: readonly EvidenceEvent[]) {
  const final = revisions.at(-1)
  const signatures = events.filter(({ fact }) => fact.type === 'document_signed' && fact.document === document.id).length
  return {
    title: document.name,
    lines: [
      { label: 'Document', value: document.id },
      { label: 'As uploaded', value: `${pagesOf(document)}${document.sizeBytes} bytes, ${document.mimeType}` },
      { label: 'SHA-256 as uploaded', value: document.sha256 },
      { label: 'SHA-256 as it is now', value: final?.sha256 ?? document.sha256 },
      { label: 'Signatures', value: String(signatures) },
      ...anchorLines(fields, signers),
    ],
  }
}

/** Of each signature that was to stand at a text of the document. */
function anchorLines(fields: Part['fields'], signers: RequestRow['signers']): Line[] {
  return signers.flatMap(({ id, position }) =>
    fields
      .filter(({ signerId }) => signerId === id)
      .flatMap((field) => {
        const placement = anchorPlacementOf(field)
        if (!placement) return []
        const found = placement.found ? `text found on page ${field.page}, occurrences: ${placement.occurrences}.` : 'text not found.'
        return [{ label: `Place of signature ${position}`, value: placement.note === null ? found : `${found} ${placement.note}` }]
      }),
  )
}

/** A file without pages of its own has a size and a type. */
function pagesOf({ pages }: { pages: number }): string {
  return pages === 0 ? '' : `${pages} ${pages === 1 ? 'page' : 'pages'}, `
}

async function person(
  context: Context,
  signer: RequestRow['signers'][number],
  events: readonly EvidenceEvent[],
  entry: (event: EvidenceEvent) => TimelineEntry,
): Promise<AuditPerson> {
  const erased = signer.profileKey === null
  const profile = erased ? null : openProfile(context, signer)
  const certificate = await certificateOf(context, events)
  const identity = await verifiedIdentity(context, signer.id)
  const signed = events.find(({ fact }) => fact.type === 'signer_signed')
  const refused = events.find(({ fact }) => fact.type === 'signer_refused')
  return {
    name: profile?.name ?? '(erased)',
    position: signer.position,
    outcome: signed ? `Signed ${utc(signed.at)}` : refused ? `Refused ${utc(refused.at)}` : 'Did not sign',
    lines: [
      { label: 'Signer', value: signer.id },
      ...(profile === null
        ? [{ label: 'Personal data', value: 'erased' }]
        : [
            {
              label: 'Name given',
              value: profile.originalName === profile.name ? profile.name : `${profile.originalName}, corrected to ${profile.name}`,
            },
            { label: 'E-mail', value: maskEmail(profile.email) },
            ...(profile.phone === null ? [] : [{ label: 'Phone', value: maskPhone(profile.phone) }]),
            { label: 'Language', value: profile.locale },
            ...(profile.refusalReason === undefined ? [] : [{ label: 'Reason of the refusal', value: profile.refusalReason }]),
          ]),
      ...identityLines(identity),
      ...certificateLines(certificate),
      ...consentLines(events),
      ...activationLines(events),
    ],
    timeline: events.map(entry),
  }
}

/** No picture, no biometric data, the last four characters of the number: enough to recognise, not enough to copy. */
function identityLines(identity: VerifiedIdentity | null): Line[] {
  if (identity === null) return []
  const kind = identity.documentType === 'passport' ? 'Passport' : 'Identity card'
  return [
    {
      label: 'Identity document',
      value: `${kind} of ${countryName(identity.documentCountry)}, number ending in ${identity.documentNumber.slice(-4)}`,
    },
    ...(identity.documentExpiry === null ? [] : [{ label: 'Document valid until', value: identity.documentExpiry }]),
    { label: 'Name on the document', value: identity.fullName },
    {
      label: 'Identity decision',
      value: `confirmed automatically ${utc(identity.decidedAt.toISOString())}, check ${identity.id}, attempt ${identity.attempt}`,
    },
  ]
}

async function certificateOf(context: Context, events: readonly EvidenceEvent[]): Promise<Certificate | null> {
  const fact = events.find((event) => event.fact.type === 'document_signed')?.fact
  if (fact?.type !== 'document_signed') return null
  const row = await context.db.credential.findUnique({ where: { serialHex: fact.serial } })
  return row?.certificate ? readCertificate(row.certificate) : null
}

function certificateLines(certificate: Certificate | null): Line[] {
  if (certificate === null) return []
  const name = (attributes: Record<string, string>) =>
    Object.entries(attributes)
      .map(([type, value]) => `${type}=${value}`)
      .join(', ')
  return [
    { label: 'Certificate', value: name(certificate.subjectAttributes) },
    { label: 'Issued by', value: name(certificate.issuerAttributes) },
    { label: 'Serial number', value: colonSerial(certificate) },
    { label: 'Valid', value: `${utc(certificate.notBefore.toISOString())} to ${utc(certificate.notAfter.toISOString())}` },
    { label: 'SHA-256 fingerprint', value: sha256Fingerprint(certificate.der) },
  ]
}

function consentLines(events: readonly EvidenceEvent[]): Line[] {
  return events.flatMap(({ at, fact }) => {
    const texts =
      fact.type === 'terms_accepted' || fact.type === 'issuance_terms_accepted'
        ? fact.texts
        : fact.type === 'certificate_requested' || fact.type === 'documents_approved'
          ? [fact.text]
          : []
    return texts.map(({ id, version, language, sha256 }) => ({
      label: `Accepted: ${id.replaceAll(/[_-]/g, ' ')}`,
      value: `version ${version}, ${language}, ${utc(at)}, SHA-256 ${sha256}`,
    }))
  })
}

function activationLines(events: readonly EvidenceEvent[]): Line[] {
  const authorised = events.findLast(({ fact }) => fact.type === 'signature_authorised')
  if (authorised?.fact.type !== 'signature_authorised') return []
  const { activation } = authorised.fact
  const started = events.find(({ fact }) => fact.type === 'activation_started' && fact.activation === activation)?.fact
  const failures = events.filter(({ fact }) => fact.type === 'activation_failed' && fact.activation === activation).length
  return [
    { label: 'Authorised by', value: `PIN and one-time code by text message, ${utc(authorised.at)}, ${after(failures)}` },
    ...(started?.type === 'activation_started'
      ? [
          { label: 'Bound to session', value: started.session_hash },
          ...started.to_sign.map(({ document, dtbsr_sha256 }) => ({ label: `Data signed, ${document}`, value: dtbsr_sha256 })),
        ]
      : []),
  ]
}

function after(failures: number): string {
  return failures === 0 ? 'at the first try' : `after ${failures} failed ${failures === 1 ? 'try' : 'tries'}`
}
