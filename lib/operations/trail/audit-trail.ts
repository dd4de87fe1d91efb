// The content of an audit trail, gathered from the evidence and the database: documents, people, certificates, events.

import { colonSerial, readCertificate, sha256Fingerprint, type Certificate } from '../../crypto/certificate'
import { acceptedIn, isSignerFact, type EvidenceEvent, type Mode, type ShownText, type SignatureType } from '../../domain/event'
import { actOf, checksIdentity, policyOf, type ActOfSigning } from '../../domain/policy'
import { requestFrom, signerOf } from '../../domain/request'
import type { SignerState } from '../../domain/signer-state'
import { DEFAULT_LANGUAGE, type Language } from '../../wording/catalogue'
import { languageOf } from '../../wording/readers-language'
import { called, countryName, wording, type Wording } from '../../wording/wording'
import { requireWhole } from '../kernel/bound-rows'
import type { Context } from '../kernel/context'
import { inSlices } from '../kernel/in-slices'
import { utc } from '../kernel/moment'
import { maskEmail, maskPhone, openProfile, type SignerProfile } from '../kernel/profile'
import { anchorPlacementOf } from '../requests/get-signature-request'
import type { RequestRow } from '../requests/request-row'
import { wordsFor, type Words } from './event-words'
import { lookupFor } from './lookup'
import { verifiedIdentity, type VerifiedIdentity } from '../verification/verified-identity'

/** A line of the report: a label and what stands beside it. */
export type Line = { label: string; value: string }
/** `who`: did it, and the number of the event. */
export type TimelineEntry = Words & { at: string; who: string }
export type AuditPerson = { name: string; position: number; outcome: string; lines: readonly Line[]; timeline: readonly TimelineEntry[] }
export type AuditTrail = {
  language: Language
  requestId: string
  mode: Mode
  qualified: boolean
  title: string
  requester: string
  lines: readonly Line[]
  documents: readonly { title: string; lines: readonly Line[] }[]
  people: readonly AuditPerson[]
  /** The events that the platform and the requester caused. */
  timeline: readonly TimelineEntry[]
  events: number
  head: string
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
  const language = languageOfAll(row.signers)
  const say = wording(language, 'trail')
  const lookup = lookupFor(language, row)
  const entry = (event: EvidenceEvent): TimelineEntry => ({
    ...wordsFor(event.fact, lookup),
    at: event.at,
    who: say('entry', { who: whoDid(say, requester, event), sequence: String(event.sequence) }),
  })
  const state = requestFrom(events)
  const policy = policyOf(state.signatureType)
  const unchecked = checksIdentity(policy) ? null : actOf(policy)
  const people: AuditPerson[] = []
  for (const signer of row.signers) {
    const own = events.filter(({ fact }) => isSignerFact(fact) && fact.signer === signer.id)
    people.push(await person(context, language, signer, { own, state: signerOf(state, signer.id), unchecked }, entry))
  }
  return {
    language,
    requestId: row.id,
    mode,
    qualified,
    requester,
    title: row.documents.map(({ document }) => document.name).join(', '),
    lines: [
      { label: say('label.request'), value: row.id },
      { label: say('label.requester'), value: requester },
      { label: say('label.level'), value: say(levelOf(state.signatureType, qualified)) },
      { label: say('label.provider'), value: provider },
      { label: say('label.created'), value: utc(first.at) },
      { label: say('label.completed'), value: completed ? utc(completed.at) : say('value.notCompleted') },
    ],
    documents: row.documents.map((part) => documentPart(say, part, row.signers, events)),
    people,
    timeline: await inSlices(
      events.filter(({ fact }) => !isSignerFact(fact)),
      entry,
    ),
    events: last.sequence,
    head: last.hash,
  }
}

/** Signers read the trail of what they signed, requesters and courts too. Where the signers have several languages, it is in English. */
function languageOfAll(signers: RequestRow['signers']): Language {
  const [first = DEFAULT_LANGUAGE, ...others] = new Set(signers.map(({ locale }) => languageOf(locale)))
  return others.length === 0 ? first : DEFAULT_LANGUAGE
}

/** By the prefix of the id: an API key, or else a session of the console. */
function whoDid(say: Wording<'trail'>, requester: string, { actor, caller }: EvidenceEvent): string {
  if (actor === 'system') return 'QSignHub'
  if (actor === 'signer') return say('signer')
  return caller === undefined ? requester : say(caller.startsWith('key_') ? 'asked.key' : 'asked.console', { requester, id: caller })
}

type Part = RequestRow['documents'][number]

function documentPart(
  say: Wording<'trail'>,
  { document, revisions, fields }: Part,
  signers: RequestRow['signers'],
  events: readonly EvidenceEvent[],
) {
  const { pages, sizeBytes, mimeType } = document
  const final = revisions.at(-1)
  const signatures = events.filter(({ fact }) => fact.type === 'document_signed' && fact.document === document.id).length
  return {
    title: document.name,
    lines: [
      { label: say('label.document'), value: document.id },
      { label: say('label.uploaded'), value: say('value.size', { pages, size: String(sizeBytes), type: mimeType }) },
      { label: say('label.sha256Uploaded'), value: document.sha256 },
      { label: say('label.sha256Now'), value: final?.sha256 ?? document.sha256 },
      { label: say('label.signatures'), value: String(signatures) },
      ...anchorLines(say, fields, signers),
    ],
  }
}

/** One line for each signature field with an anchor. */
function anchorLines(say: Wording<'trail'>, fields: Part['fields'], signers: RequestRow['signers']): Line[] {
  return signers.flatMap(({ id, position }) =>
    fields
      .filter(({ signerId }) => signerId === id)
      .flatMap((field) => {
        const placement = anchorPlacementOf(field)
        if (!placement) return []
        const { occurrences, note } = placement
        const found = placement.found
          ? say('value.placeFound', { page: String(field.page), occurrences: String(occurrences) })
          : say('value.placeMissing')
        return [{ label: say('label.place', { position: String(position) }), value: note === null ? found : `${found} ${note}` }]
      }),
  )
}

async function person(
  context: Context,
  language: Language,
  signer: RequestRow['signers'][number],
  { own: events, state, unchecked }: { own: readonly EvidenceEvent[]; state: SignerState; unchecked: ActOfSigning | null },
  entry: (event: EvidenceEvent) => TimelineEntry,
): Promise<AuditPerson> {
  const say = wording(language, 'trail')
  const erased = signer.profileKey === null
  const profile = erased ? null : openProfile(context, signer)
  const certificate = await certificateOf(context, events)
  const identity = await verifiedIdentity(context, state)
  const signed = events.find(({ fact }) => fact.type === 'signer_signed')
  const refused = events.find(({ fact }) => fact.type === 'signer_refused')
  return {
    name: profile?.name ?? say('value.erasedName'),
    position: signer.position,
    outcome: signed
      ? say('value.signed', { time: utc(signed.at) })
      : refused
        ? say('value.refused', { time: utc(refused.at) })
        : say('value.unsigned'),
    lines: [
      { label: say('label.signer'), value: signer.id },
      ...(profile === null
        ? [{ label: say('label.personalData'), value: say('value.erased') }]
        : [
            {
              label: say('label.name'),
              value:
                profile.originalName === profile.name
                  ? profile.name
                  : say('value.corrected', { before: profile.originalName, now: profile.name }),
            },
            { label: say('label.email'), value: maskEmail(profile.email) },
            ...(profile.phone === null ? [] : [{ label: say('label.phone'), value: maskPhone(profile.phone) }]),
            { label: say('label.language'), value: profile.locale },
            ...(profile.refusalReason === undefined ? [] : [{ label: say('label.refusal'), value: profile.refusalReason }]),
          ]),
      ...(unchecked === null ? identityLines(language, identity) : uncheckedLines(say, state, unchecked)),
      ...certificateLines(say, certificate),
      ...oneShotLines(say, events),
      ...consentLines(language, events),
      ...activationLines(say, events),
      ...originLines(say, profile),
    ],
    timeline: await inSlices(events, entry),
  }
}

/** Where nobody checks who somebody is: what they had. */
function uncheckedLines(say: Wording<'trail'>, { opened, authorised }: SignerState, by: ActOfSigning): Line[] {
  if (by === 'code' && authorised !== undefined) return [{ label: say('label.identity'), value: say('value.phoneOnly') }]
  return opened ? [{ label: say('label.identity'), value: say('value.linkOnly') }] : []
}

/** Of the identity document: no picture, no biometric data, and only the last four characters of its number. */
function identityLines(language: Language, identity: VerifiedIdentity | null): Line[] {
  if (identity === null) return []
  const say = wording(language, 'trail')
  return [
    {
      label: say('label.identityDocument'),
      value: say('value.identityDocument', {
        type: identity.documentType,
        country: countryName(language, identity.documentCountry),
        ending: identity.documentNumber.slice(-4),
      }),
    },
    ...(identity.documentExpiry === null ? [] : [{ label: say('label.documentExpiry'), value: identity.documentExpiry }]),
    { label: say('label.documentName'), value: identity.fullName },
    {
      label: say('label.decision'),
      value: say('value.decision', {
        time: utc(identity.decidedAt.toISOString()),
        id: identity.id,
        attempt: String(identity.attempt),
      }),
    },
  ]
}

async function certificateOf(context: Context, events: readonly EvidenceEvent[]): Promise<Certificate | null> {
  const fact = events.find((event) => event.fact.type === 'document_signed')?.fact
  if (fact?.type !== 'document_signed') return null
  const row = await context.db.credential.findUnique({ where: { serialHex: fact.serial } })
  const certificate = row && requireWhole(context, 'credential', row).certificate
  return certificate ? readCertificate(certificate) : null
}

function certificateLines(say: Wording<'trail'>, certificate: Certificate | null): Line[] {
  if (certificate === null) return []
  const name = (attributes: Record<string, string>) =>
    Object.entries(attributes)
      .map(([type, value]) => `${type}=${value}`)
      .join(', ')
  return [
    { label: say('label.certificate'), value: name(certificate.subjectAttributes) },
    { label: say('label.issuer'), value: name(certificate.issuerAttributes) },
    { label: say('label.serial'), value: colonSerial(certificate) },
    {
      label: say('label.valid'),
      value: say('value.valid', { from: utc(certificate.notBefore.toISOString()), until: utc(certificate.notAfter.toISOString()) }),
    },
    { label: say('label.fingerprint'), value: sha256Fingerprint(certificate.der) },
  ]
}

/** The certificates of one act, and what became of their keys; the newest signed. */
function oneShotLines(say: Wording<'trail'>, events: readonly EvidenceEvent[]): Line[] {
  return events.flatMap(({ fact }) => {
    if (fact.type === 'one_shot_certificate_issued') {
      const told = { serial: fact.serial, until: utc(fact.not_after), sha256: fact.certificate_sha256 }
      return [{ label: say('label.oneShot'), value: say('value.oneShot', told) }]
    }
    if (fact.type !== 'one_shot_key_destroyed') return []
    return [{ label: say('label.keyDestroyed'), value: say('value.keyDestroyed', { time: utc(fact.at), sha256: fact.key_sha256 }) }]
  })
}

function consentLines(language: Language, events: readonly EvidenceEvent[]): Line[] {
  const say = wording(language, 'trail')
  return events.flatMap(({ at, fact }) => {
    const noted = fact.type === 'terms_accepted' || fact.type === 'issuance_terms_accepted' ? (fact.noted ?? []) : []
    const line = (label: 'label.accepted' | 'label.noted') => (text: ShownText) => ({
      label: say(label, { text: called(language, 'text', text.id) }),
      value: say('value.accepted', { version: text.version, language: text.language, time: utc(at), sha256: text.sha256 }),
    })
    return [...acceptedIn(fact).map(line('label.accepted')), ...noted.map(line('label.noted'))]
  })
}

type Told = { time: string; failures: number }
const HOW: Record<ActOfSigning, (say: Wording<'trail'>, told: Told) => string> = {
  key: (say, told) => say('value.authorised', told),
  code: (say, told) => say('value.byCode', told),
  click: (say, { time }) => say('value.clicked', { time }),
}

function activationLines(say: Wording<'trail'>, events: readonly EvidenceEvent[]): Line[] {
  const authorised = events.findLast(({ fact }) => fact.type === 'signature_authorised')
  if (authorised?.fact.type !== 'signature_authorised') return []
  const { activation } = authorised.fact
  const started = events.find(({ fact }) => fact.type === 'activation_started' && fact.activation === activation)?.fact
  const failures = events.filter(({ fact }) => fact.type === 'activation_failed' && fact.activation === activation).length
  const time = utc(authorised.at)
  const how = HOW[actOf(authorised.fact)](say, { time, failures })
  return [
    { label: say('label.authorised'), value: how },
    ...(started?.type === 'activation_started'
      ? [
          { label: say('label.session'), value: started.session_hash },
          ...started.to_sign.map(({ document, sha256, dtbsr_sha256 }) => ({
            label: say('label.signed', { document }),
            value: dtbsr_sha256 ?? sha256,
          })),
        ]
      : []),
  ]
}

/** Where the click of a simple signature came from; evidence holds the digest. */
function originLines(say: Wording<'trail'>, profile: SignerProfile | null): Line[] {
  const origin = profile?.signedFrom
  if (!origin) return []
  return [
    { label: say('label.address'), value: origin.address },
    { label: say('label.browser'), value: origin.browser },
  ]
}

function levelOf(type: SignatureType, qualified: boolean) {
  if (type === 'ses') return qualified ? 'value.simple' : 'value.simpleTest'
  if (type === 'aes') return qualified ? 'value.advanced' : 'value.advancedTest'
  return qualified ? 'value.qualified' : 'value.test'
}
