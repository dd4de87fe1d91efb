// Says each fact of the evidence in plain words: for the timeline of the status page and for the audit trail.

import type { Fact, Finding } from '../../domain/event'

export type Tone = 'plain' | 'good' | 'warn' | 'bad'
export type Words = { title: string; detail: string | null; tone: Tone }

/** What the evidence only names: how a coded reason reads, and which document an id is. */
export type Lookup = { reason: (code: string) => { message: string }; document: (id: string) => string }

/** Said of the person or the request under whose name it stands, so without a subject. */
export function wordsFor(fact: Fact, { reason, document }: Lookup): Words {
  switch (fact.type) {
    case 'request_created':
      return plain('Request created', `${count(fact.documents.length, 'document')}, ${count(fact.signers.length, 'signer')}`)
    case 'fields_placed':
      return plain('Signature fields placed', `${count(fact.fields, 'field')} in ${document(fact.document)}${anchored(fact.anchors ?? [])}`)
    case 'request_completed':
      return good('Completed: everyone has signed')
    case 'request_cancelled':
      return bad('Cancelled by the requester')
    case 'request_expired':
      return bad('Expired before everyone had signed')
    case 'request_deleted':
      return bad('Deleted by the requester', 'documents and personal data are erased, this history stays')
    case 'clock_moved':
      return warn('Test clock moved ahead', `by ${duration(fact.seconds)}; from here on the times of this request are not real`)
    case 'signed_document_downloaded':
      return plain('Signed document downloaded', document(fact.document))
    case 'evidence_sealed':
      return good('Evidence sealed', `${count(fact.events, 'event')} under the platform's seal`)
    case 'signer_added':
      return plain('Added to the request', `signs as number ${fact.order}`)
    case 'signer_invited':
      return plain('Invited', fact.channel === 'api' ? 'by the requester, with the link that the API answered' : CHANNELS[fact.channel])
    case 'signer_reminded':
      return plain('Reminded', CHANNELS[fact.channel])
    case 'link_opened':
      return plain('Opened the link')
    case 'link_renewed':
      return plain('Received a new link', fact.because === 'data_corrected' ? 'after correcting personal data' : 'on request')
    case 'device_handed_over':
      return plain('Continued on another device')
    case 'terms_accepted':
      return good('Accepted the terms', versions(fact.texts))
    case 'details_confirmed':
      return good('Confirmed name and contact data')
    case 'details_corrected':
      return warn('Corrected personal data', `Changed: ${fact.fields.join(', ')}`)
    case 'issuance_terms_accepted':
      return good('Accepted the terms of the certificate and the identity check', versions(fact.texts))
    case 'verification_started':
      return plain(
        `Began identity check ${fact.attempt}`,
        `${fact.document_type === 'passport' ? 'Passport' : 'Identity card'}, ${countryName(fact.country)}`,
      )
    case 'document_side_captured':
      return good(`Photographed the ${fact.side} of the document`, count(fact.frames, 'frame'))
    case 'document_shot_rejected':
      return warn(`A shot of the ${fact.side} had to be repeated`, reason(fact.reason).message)
    case 'selfie_captured':
      return good('Made the video selfie', `Challenges: ${fact.challenges.join(', ').replaceAll('_', ' ')}`)
    case 'verification_passed':
      return good('Identity confirmed', findings(fact.findings))
    case 'verification_failed':
      return bad(
        'Identity check did not succeed',
        `Told: “${reason(fact.reason).message}” ${count(fact.attempts_left, 'try', 'tries')} left.`,
      )
    case 'verification_abandoned':
      return warn('Began the identity check anew')
    case 'verification_attempts_granted':
      return plain('Allowed to try again', count(fact.attempts, 'more try', 'more tries'))
    case 'extracted_data_confirmed':
      return good('Confirmed the data read from the document')
    case 'extracted_data_rejected':
      return warn('Said that the data read from the document is not right')
    case 'names_chosen':
      return good(
        'Chose the names for the certificate',
        fact.transliterated ? 'in the plain letters of the document' : 'in their own spelling',
      )
    case 'phone_confirmed':
      return good('Confirmed the phone number', fact.proof === 'code' ? 'by a code' : 'as the requester gave it')
    case 'pin_created':
      return good('Created a PIN')
    case 'certificate_requested':
      return good('Asked for the certificate', versions([fact.text]))
    case 'certificate_issued':
      return good('Certificate issued', `Serial ${fact.serial}, valid until ${fact.not_after.slice(0, 10)}`)
    case 'certificate_revoked':
      return bad('Certificate revoked', `Serial ${fact.serial}`)
    case 'unsigned_documents_downloaded':
      return plain('Downloaded the unsigned documents', count(fact.documents.length, 'document'))
    case 'document_viewed':
      return plain('Read a document', document(fact.document))
    case 'documents_approved':
      return good('Accepted the documents', count(fact.documents.length, 'document'))
    case 'activation_started':
      return plain('Began to sign', count(fact.to_sign.length, 'document'))
    case 'code_sent':
      return plain('Code sent by text message', fact.sends > 1 ? `${fact.sends} codes so far` : null)
    case 'activation_failed':
      return warn('PIN or code was not right', `${count(fact.tries_left, 'try', 'tries')} left`)
    case 'credential_locked':
      return bad('PIN locked after too many wrong tries')
    case 'signature_authorised':
      return good('Authorised the signature', 'with PIN and code by text message')
    case 'document_signed':
      return good('Document signed', `${document(fact.document)}, ${fact.level}`)
    case 'signer_signed':
      return good('Signed everything')
    case 'signer_refused':
      return bad('Refused to sign')
    case 'journey_restarted':
      return warn('Began again')
    case 'message_sent_to_requester':
      return plain('Wrote to the requester')
    case 'identity_proof_downloaded':
      return plain('Identity proof downloaded', 'by the requester')
  }
}

const CHANNELS = { email: 'by e-mail', sms: 'by text message', both: 'by e-mail and text message' }

/** Whether the texts were found at which fields were to stand; the texts themselves are the requester's. */
function anchored(anchors: readonly { found: boolean; occurrences: number }[]): string {
  const phrases = anchors.map(({ found, occurrences }) =>
    found
      ? `placed at its text${occurrences > 1 ? `, the first of ${occurrences} occurrences` : ''}`
      : 'its text was not found, so the signature is invisible',
  )
  return phrases.length === 0 ? '' : `: ${phrases.join('; ')}`
}

/** Every finding with score and threshold, as the evidence holds it: `face_match 0.83 (at least 0.55)`. */
export function findings(list: readonly Finding[]): string {
  return list
    .map(({ check, passed, score, threshold }) => {
      const figures = score === undefined ? '' : ` ${round(score)}${threshold === undefined ? '' : ` (limit ${round(threshold)})`}`
      return `${check.replaceAll('_', ' ')}${figures}: ${passed ? 'passed' : 'failed'}`
    })
    .join('; ')
}

function versions(texts: readonly { id: string; version: string; language: string }[]): string {
  return texts.map(({ id, version, language }) => `${id.replaceAll(/[_-]/g, ' ')} ${version} (${language})`).join(', ')
}

function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`
}

/** `1 day, 2 hours`: the two largest units, for people. */
function duration(seconds: number): string {
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
    return n === 0 ? [] : [count(n, unit)]
  })
  return parts.slice(0, 2).join(', ')
}

/** `Poland` for `PL`. */
export function countryName(code: string): string {
  try {
    return new Intl.DisplayNames(['en'], { type: 'region' }).of(code) ?? code
  } catch {
    // The specimen country of tests is no region.
    return code
  }
}

function round(value: number): string {
  return String(Math.round(value * 1000) / 1000)
}

function plain(title: string, detail: string | null = null): Words {
  return { title, detail, tone: 'plain' }
}

function good(title: string, detail: string | null = null): Words {
  return { title, detail, tone: 'good' }
}

function warn(title: string, detail: string | null = null): Words {
  return { title, detail, tone: 'warn' }
}

function bad(title: string, detail: string | null = null): Words {
  return { title, detail, tone: 'bad' }
}
