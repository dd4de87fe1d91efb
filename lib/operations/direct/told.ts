// What the audit trail of a direct signature tells: that the organisation says who signed, meant to, and agreed. Its fields are those of
// other trails, as far as there is something to tell; nothing was asked of the person here.

import type { Mode } from '../../domain/event'
import type { Language } from '../../wording/catalogue'
import { wording } from '../../wording/wording'
import { utc } from '../kernel/moment'

export type ToldDirect = {
  type: 'audit_trail'
  version: 1
  signature: string
  livemode: boolean
  signature_type: 'ses'
  organisation: { id: string; name: string }
  signer: { name: string | null; identifier_sha256: string; verification_method: 'direct'; tier: 'ESIGN (US) / eIDAS SES' }
  intent_to_sign: true
  consent_to_electronic: true
  declared_by: 'organisation'
  timestamp_utc: string
  document: { sha256_before_signing: string }
  anchor_placement?: { found: boolean; occurrences: number }
  signature_standard: 'PAdES (ETSI EN 319 142) / ETSI.CAdES.detached'
}

/** `anchor`: null where no text was named. `name`: null once the person was erased. */
type DirectSubject = {
  id: string
  mode: Mode
  tenantId: string
  organisation: string
  name: string | null
  identifierSha256: string
  sha256Before: string
  signedAt: Date
  anchor: { found: boolean; occurrences: number } | null
}

/** From what is kept alone, so that the same is told again. */
export function toldDirect(subject: DirectSubject): ToldDirect {
  const { id, mode, tenantId, organisation, name, identifierSha256, sha256Before, signedAt, anchor } = subject
  return {
    type: 'audit_trail',
    version: 1,
    signature: id,
    livemode: mode === 'live',
    signature_type: 'ses',
    organisation: { id: tenantId, name: organisation },
    signer: { name, identifier_sha256: identifierSha256, verification_method: 'direct', tier: 'ESIGN (US) / eIDAS SES' },
    intent_to_sign: true,
    consent_to_electronic: true,
    declared_by: 'organisation',
    timestamp_utc: signedAt.toISOString(),
    document: { sha256_before_signing: sha256Before },
    ...(anchor && { anchor_placement: { found: anchor.found, occurrences: anchor.occurrences } }),
    signature_standard: 'PAdES (ETSI EN 319 142) / ETSI.CAdES.detached',
  }
}

/** For people, as plain text. */
export function directPage(trail: ToldDirect, language: Language): string {
  const say = wording(language, 'direct')
  const label = wording(language, 'trail')
  const { signer, organisation, document, anchor_placement: anchor } = trail
  const place = anchor && (anchor.found ? String(anchor.occurrences) : label('value.placeMissing'))
  const lines = [
    directTitle(trail, language),
    ...(trail.livemode ? [] : [label('test')]),
    '',
    say('about', { organisation: organisation.name }),
    '',
    `${say('signature')}: ${trail.signature}`,
    `${say('organisation')}: ${organisation.name} (${organisation.id})`,
    `${label('label.level')}: ${signer.tier}`,
    `${label('carried.method')}: ${signer.verification_method}`,
    `${say('identifier')}: ${signer.identifier_sha256}`,
    `${label('carried.signedAt')}: ${utc(trail.timestamp_utc)}`,
    `${label('carried.intent')}: ${say('declared')}`,
    `${label('carried.consent')}: ${say('declared')}`,
    `${label('carried.before')}: ${document.sha256_before_signing}`,
    ...(place === undefined ? [] : [`${label('carried.place')}: ${place}`]),
    '',
    label('times'),
    '',
  ]
  return lines.join('\r\n')
}

export const directTitle = ({ signer, signature }: ToldDirect, language: Language): string =>
  wording(language, 'trail')('carried.titleOf', { name: signer.name ?? signature })
