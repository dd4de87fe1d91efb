// Says each fact of the evidence in plain words: for the timeline of the status page and for the audit trail.

import type { Fact, Finding } from '../../domain/event'
import { actOf } from '../../domain/policy'
import { STEPS } from '../../domain/steps'
import type { Language } from '../../wording/catalogue'
import { called, countryName, wording } from '../../wording/wording'

export const TONES = ['plain', 'good', 'warn', 'bad'] as const
type Tone = (typeof TONES)[number]
export type Words = { title: string; detail: string | null; tone: Tone }

/** The words for codes and ids in the evidence: reasons, and titles of documents. */
export type Lookup = { language: Language; reason: (code: string) => { message: string }; document: (id: string) => string }

/** Exceptions to the rule: a fact that completes a step is `good`, any other `plain`. */
const TONE_OF: Readonly<Partial<Record<Fact['type'], Tone>>> = {
  request_completed: 'good',
  request_cancelled: 'bad',
  request_expired: 'bad',
  request_deleted: 'bad',
  clock_moved: 'warn',
  device_taken_over: 'warn',
  evidence_sealed: 'good',
  holder_proven: 'good',
  details_corrected: 'warn',
  verification_started: 'plain',
  document_shot_rejected: 'warn',
  chip_read: 'plain',
  verification_passed: 'good',
  verification_failed: 'bad',
  verification_referred: 'warn',
  verification_abandoned: 'warn',
  step_up_failed: 'bad',
  step_up_referred: 'warn',
  extracted_data_rejected: 'warn',
  names_chosen: 'good',
  names_reopened: 'warn',
  certificate_set_aside: 'warn',
  certificate_requested: 'good',
  certificate_revoked: 'bad',
  one_shot_certificate_issued: 'good',
  one_shot_key_destroyed: 'good',
  activation_failed: 'warn',
  credential_locked: 'bad',
  document_signed: 'good',
  signature_failed: 'bad',
  signer_signed: 'good',
  message_not_delivered: 'warn',
  signer_refused: 'bad',
  journey_restarted: 'warn',
}
const COMPLETING: ReadonlySet<string> = new Set(STEPS.flatMap(({ completedBy }) => completedBy))

function toneOf(type: Fact['type']): Tone {
  return TONE_OF[type] ?? (COMPLETING.has(type) ? 'good' : 'plain')
}

/** The words name nobody: the line stands under the name of the person or of the request. */
export function wordsFor(fact: Fact, lookup: Lookup): Words {
  const title = wording(lookup.language, 'facts')(`title.${fact.type}`, {
    attempt: fact.type === 'verification_started' || fact.type === 'step_up_started' ? fact.attempt : 0,
    side: 'side' in fact ? fact.side : '',
    outcome: fact.type === 'chip_read' ? fact.outcome : '',
    decision: fact.type === 'verification_decided' ? fact.decision : '',
    channel: fact.type === 'message_not_delivered' ? fact.channel : '',
  })
  return { title, detail: detailOf(fact, lookup), tone: toneOf(fact.type) }
}

function detailOf(fact: Fact, { language, reason, document }: Lookup): string | null {
  const say = wording(language, 'facts')
  switch (fact.type) {
    case 'request_created':
      return say('detail.request_created', { documents: fact.documents.length, signers: fact.signers.length })
    case 'fields_placed':
      return (
        say('detail.fields_placed', { fields: fact.fields, document: document(fact.document) }) + anchored(language, fact.anchors ?? [])
      )
    case 'signature_authorised':
      return say(`detail.signature_authorised.${actOf(fact)}`)
    case 'request_deleted':
    case 'identity_proof_downloaded':
      return say(`detail.${fact.type}`)
    case 'clock_moved':
      return say('detail.clock_moved', { duration: duration(language, fact.seconds) })
    case 'signed_document_downloaded':
      return document(fact.document)
    case 'document_viewed':
      return say('detail.document_viewed', { document: document(fact.document), as: fact.as ?? '' })
    case 'evidence_sealed':
    case 'evidence_adopted':
      return say(`detail.${fact.type}`, { events: fact.events })
    case 'signer_added':
      return say('detail.signer_added', { order: fact.order })
    case 'signer_invited':
    case 'signer_reminded':
      return say(`detail.channel.${fact.channel}`)
    case 'link_opened':
    case 'device_handed_over':
    case 'device_taken_over':
      return fact.kind ? say(`detail.device.${fact.kind}`) : null
    case 'presence_handed_over':
      return say(`detail.presence_handed_over.${fact.to === null ? 'sandbox' : 'screen'}`)
    case 'link_renewed':
      return say(`detail.link_renewed.${fact.because}`)
    case 'terms_accepted':
    case 'issuance_terms_accepted':
      return versions(language, [...fact.texts, ...(fact.noted ?? [])])
    case 'certificate_requested':
      return versions(language, [fact.text])
    case 'details_corrected':
      return say('detail.details_corrected', { fields: fact.fields.map((field) => called(language, 'field', field)).join(', ') })
    case 'verification_started':
      return say('detail.verification_started', { type: fact.document_type, country: countryName(language, fact.country) })
    case 'document_side_captured':
      return say('detail.document_side_captured', { frames: fact.frames })
    case 'document_shot_rejected':
      return reason(fact.reason).message
    case 'selfie_captured':
      return say('detail.selfie_captured', { challenges: fact.challenges.map((kind) => called(language, 'challenge', kind)).join(', ') })
    case 'chip_read':
      return findings(language, fact.findings)
    case 'verification_passed':
    case 'step_up_passed':
      return findings(language, fact.findings)
    case 'verification_referred':
    case 'step_up_referred':
      return say('detail.verification_referred', {
        reasons: fact.referrals.map((code) => called(language, 'referral', code)).join('; '),
        findings: findings(language, fact.findings),
      })
    case 'verification_decided':
      return say('detail.verification_decided', {
        reasons: fact.reasons.map((code) => called(language, 'decision', code)).join('; '),
        note: fact.note_sha256 ? 'yes' : 'no',
      })
    case 'verification_evidence_viewed':
      return called(language, 'picture', fact.picture)
    case 'verification_failed':
    case 'step_up_failed':
      return say('detail.verification_failed', { message: reason(fact.reason).message, left: fact.attempts_left })
    case 'verification_attempts_granted':
      return say('detail.verification_attempts_granted', { attempts: fact.attempts })
    case 'names_chosen':
      return say(`detail.names_chosen.${fact.transliterated ? 'transliterated' : 'own'}`)
    case 'phone_confirmed':
      return say(`detail.phone_confirmed.${fact.proof === 'code' ? 'code' : 'requester'}`)
    case 'certificate_issued':
    case 'one_shot_certificate_issued':
      return say('detail.certificate_issued', { serial: fact.serial, day: fact.not_after.slice(0, 10) })
    case 'certificate_revoked':
      return say('detail.certificate_revoked', { serial: fact.serial })
    case 'unsigned_documents_downloaded':
    case 'documents_approved':
      return say('detail.documents', { documents: fact.documents.length })
    case 'saved_identity_chosen':
      return say(`detail.saved_identity_chosen.${fact.credential === null ? 'new_check' : 'kept'}`)
    case 'certificate_set_aside':
      return say(`detail.certificate_set_aside.${fact.because}`)
    case 'signature_failed':
      return say(`detail.signature_failed.${fact.reason}`)
    case 'one_shot_key_destroyed':
      return say('detail.one_shot_key_destroyed', { signatures: fact.signatures_sha256.length })
    case 'activation_started':
      return say('detail.documents', { documents: fact.to_sign.length })
    case 'code_sent':
      return fact.sends > 1 ? say('detail.code_sent', { sends: fact.sends }) : null
    case 'activation_failed':
      return say('detail.activation_failed', { left: fact.tries_left })
    case 'document_signed':
      return `${document(fact.document)}, ${fact.level}`
    default:
      return null
  }
}

/** Whether the anchors were found; their texts are the requester's and are not repeated. */
function anchored(language: Language, anchors: readonly { found: boolean; occurrences: number }[]): string {
  const say = wording(language, 'facts')
  const phrases = anchors.map(({ found, occurrences }) =>
    found ? (occurrences > 1 ? say('anchor.first', { occurrences }) : say('anchor.found')) : say('anchor.missing'),
  )
  return phrases.length === 0 ? '' : `: ${phrases.join('; ')}`
}

/** Every finding with score and threshold, as the evidence holds it: `face match 0.83 (limit 0.55): passed`. */
function findings(language: Language, list: readonly Finding[]): string {
  const say = wording(language, 'facts')
  return list
    .map(({ check, passed, refers, score, threshold }) => {
      const limit = threshold === undefined ? '' : ` (${say('finding.limit', { threshold: round(threshold) })})`
      const figures = score === undefined ? '' : ` ${round(score)}${limit}`
      return `${called(language, 'check', check)}${figures}: ${say(`finding.${passed ? 'passed' : refers === undefined ? 'failed' : 'referred'}`)}`
    })
    .join('; ')
}

function versions(language: Language, texts: readonly { id: string; version: string; language: string }[]): string {
  return texts.map((text) => `${called(language, 'text', text.id)} ${text.version} (${text.language})`).join(', ')
}

/** `1 day, 2 hours`: the two largest units, for people. */
function duration(language: Language, seconds: number): string {
  const units = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
    ['second', 1],
  ] as const
  let rest = seconds
  const parts = units.flatMap(([unit, length]) => {
    const n = Math.floor(rest / length)
    rest -= n * length
    return n === 0 ? [] : [new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(n)]
  })
  return parts.slice(0, 2).join(', ')
}

function round(value: number): string {
  return String(Math.round(value * 1000) / 1000)
}
