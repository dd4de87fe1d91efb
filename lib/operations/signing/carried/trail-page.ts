// The audit trail of a signature for people, as plain text: what every computer opens, and nothing in it can run.

import type { Language } from '../../../wording/catalogue'
import { wording } from '../../../wording/wording'
import { utc } from '../../kernel/moment'
import type { ToldTrail } from './told'

export function trailPage(trail: ToldTrail, language: Language): string {
  const say = wording(language, 'trail')
  const steps = wording(language, 'journey')
  const answer = (yes: boolean | null): string => (yes === true ? say('carried.yes') : say('carried.notAsked'))
  const lines = [
    pageTitle(trail, language),
    ...(trail.livemode ? [] : [say('test')]),
    '',
    say('carried.about'),
    say('carried.after'),
    '',
    `${say('label.request')}: ${trail.request}`,
    `${say('label.signer')}: ${trail.signer.id}`,
    `${say('label.level')}: ${trail.signer.tier}`,
    `${say('carried.method')}: ${trail.signer.verification_method}`,
    ...(trail.signer.phone_masked ? [`${say('label.phone')}: ${trail.signer.phone_masked}`] : []),
    `${say('carried.signedAt')}: ${utc(trail.timestamp_utc)}`,
    `${say('carried.intent')}: ${answer(trail.intent_to_sign)}`,
    `${say('carried.consent')}: ${answer(trail.consent_to_electronic)}`,
    '',
    say('documents'),
    ...trail.documents.flatMap(({ id, sha256_before_signing: before, anchor_placement: anchor }) => [
      `- ${id}`,
      `  ${say('carried.before')}: ${before}`,
      ...(anchor ? [`  ${say('carried.place')}: ${anchor.found ? anchor.occurrences : say('value.placeMissing')}`] : []),
    ]),
    '',
    say('carried.steps'),
    ...trail.steps.map(({ step, at, sequence }) => {
      const told = { time: utc(at), sequence: String(sequence), step: steps(`steps.${step}`) }
      return `- ${say('carried.step', told)}`
    }),
    '',
    `${say('carried.evidence')}: ${trail.evidence.events}, SHA-256 ${trail.evidence.head}`,
    say('times'),
    '',
  ]
  return lines.join('\r\n')
}

export const pageTitle = ({ signer }: ToldTrail, language: Language): string =>
  wording(language, 'trail')('carried.titleOf', { name: signer.name ?? signer.id })
