// The Verified Identity Proof as a report to be drawn: who was identified, by what document, with which findings, and the pictures.

import type { EvidenceEvent, Finding } from '../../domain/event'
import type { Signer, Verification } from '../../generated/prisma/client'
import type { Language } from '../../wording/catalogue'
import { called, countryName, wording, type Wording } from '../../wording/wording'
import { utc } from '../kernel/moment'
import type { Report, ReportPart } from '../../documents/report/report'
import type { Context } from '../kernel/context'
import { openPlan, openResult, type VerificationPlan } from '../verification/verification-store'
import type { MrzReading } from '../../identity/mrz/parse'
import { openProfile } from '../kernel/profile'
import { picturesOfCheck } from '../verification/verified-identity'

/** The proof is about one person, and in their language. */
type Spoken = { language: Language; say: Wording<'proof'> }

export type Proven = {
  language: Language
  signer: Signer
  verification: Verification
  events: readonly EvidenceEvent[]
  requester: string
  qualified: boolean
}

export async function proofReport(
  context: Context,
  { language, signer, verification, events, requester, qualified }: Proven,
): Promise<Report> {
  const spoken: Spoken = { language, say: wording(language, 'proof') }
  const { say } = spoken
  const at = context.machineNow()
  const { verdict, decided } = openResult(context, verification) ?? {}
  const decision = events.findLast(({ fact }) => fact.type === 'verification_passed' && fact.verification === verification.id)
  if (!verdict?.mrz || decision?.fact.type !== 'verification_passed') throw new Error('a passed check without its verdict')
  const { name, originalName } = openProfile(context, signer)
  return {
    language,
    title: say('titleOf', { id: signer.id }),
    foot: say('foot', { id: signer.id, time: utc(at.toISOString()) }),
    at,
    ribbon: qualified ? null : wording(language, 'trail')('test'),
    parts: [
      { draw: 'gap', points: 10 },
      { draw: 'text', value: say('title'), size: 24, bold: true, leading: 1.25 },
      { draw: 'text', value: say('lead'), shade: 'soft' },
      { draw: 'gap', points: 10 },
      ...pairs([
        [say('label.signer'), signer.id],
        [say('label.request'), signer.requestId],
        [say('label.requester'), requester],
        [say('label.name'), originalName === name ? name : say('value.corrected', { before: originalName, now: name })],
        [say('label.method'), say('value.method')],
        ...decisionLines(spoken, events, verification.id, decision.at, decided?.note ?? null),
        [say('label.check'), say('value.check', { id: verification.id, attempt: String(verification.attempt) })],
        [say('label.begun'), utc(verification.startedAt.toISOString())],
        ...(verification.submittedAt ? [[say('label.handedIn'), utc(verification.submittedAt.toISOString())] as const] : []),
        ...(verification.decidedAt ? [[say('label.decided'), utc(verification.decidedAt.toISOString())] as const] : []),
      ]),
      { draw: 'heading', value: say('heading.document') },
      ...pairs(documentLines(spoken, verification, verdict.mrz)),
      { draw: 'heading', value: say('heading.findings') },
      ...pairs(decision.fact.findings.map((finding) => findingLine(spoken, finding))),
      { draw: 'heading', value: say('heading.challenges') },
      ...pairs(challengeLines(spoken, openPlan(context, verification))),
      { draw: 'heading', value: say('heading.evidence') },
      ...pairs([
        [say('label.event'), say('value.event', { sequence: String(decision.sequence), id: decision.id })],
        [say('label.eventSha256'), decision.hash],
        [say('label.result'), decision.fact.result_sha256],
      ]),
      ...(await pictures(context, spoken, verification)),
    ],
  }
}

function pairs(lines: readonly (readonly [label: string, value: string])[]): ReportPart[] {
  return lines.map(([label, value]) => ({ draw: 'pair', label, value }))
}

function documentLines(
  { language, say }: Spoken,
  { documentType, country, matchScore }: Verification,
  mrz: MrzReading,
): [string, string][] {
  return [
    [say('label.kind'), say(`value.${documentType}`)],
    [say('label.issuer'), `${countryName(language, country)} (${mrz.issuer})`],
    [say('label.number'), mrz.documentNumber],
    [say('label.surname'), mrz.surname],
    [say('label.givenNames'), mrz.givenNames.join(' ')],
    [say('label.nationality'), mrz.nationality || say('value.notStated')],
    [say('label.birth'), mrz.dateOfBirth ?? say('value.notStated')],
    [say('label.sex'), mrz.sex ?? say('value.notStated')],
    [say('label.expiry'), mrz.expiry ?? say('value.notStated')],
    ...(mrz.format === null ? [] : [zoneLine({ language, say }, mrz.format, mrz.checkDigits)]),
    ...(matchScore === null ? [] : [[say('label.likeness'), matchScore.toFixed(2)] satisfies [string, string]]),
  ]
}

const zoneLine = ({ language, say }: Spoken, format: string, checkDigits: MrzReading['checkDigits']): [string, string] => [
  say('label.zone'),
  say('value.zone', {
    format,
    fields: checkDigits
      .map(({ field, valid }) => say('value.zoneField', { field: called(language, 'zone', field), valid: String(valid) }))
      .join(', '),
  }),
]

/** Who decided, when and why; the note stands here and nowhere else. */
function decisionLines(
  { language, say }: Spoken,
  events: readonly EvidenceEvent[],
  verification: string,
  passedAt: string,
  note: string | null,
): (readonly [string, string])[] {
  const decided = events.findLast(
    ({ fact }) => fact.type === 'verification_decided' && fact.verification === verification && fact.decision === 'approve',
  )
  const referred = events.findLast(({ fact }) => fact.type === 'verification_referred' && fact.verification === verification)
  if (decided?.fact.type !== 'verification_decided') return [[say('label.decision'), say('value.decision', { time: utc(passedAt) })]]
  const listed = (kind: 'referral' | 'decision', codes: readonly string[]) => codes.map((code) => called(language, kind, code)).join('; ')
  return [
    [say('label.decision'), say('value.decidedByPerson', { time: utc(decided.at), who: decided.caller ?? '' })],
    ...(referred?.fact.type === 'verification_referred'
      ? [[say('label.uncertain'), listed('referral', referred.fact.referrals)] as const]
      : []),
    [say('label.reasons'), listed('decision', decided.fact.reasons)],
    ...(note === null ? [] : [[say('label.note'), note] as const]),
    // Another session has made a selfie of its own since.
    ...(passedAt === decided.at ? [] : [[say('label.again'), say('value.decision', { time: utc(passedAt) })] as const]),
  ]
}

function findingLine({ language, say }: Spoken, { check, passed, refers, score, threshold, model, detail }: Finding): [string, string] {
  const limit = threshold === undefined ? '' : say('value.limit', { threshold: rounded(threshold) })
  const figures = score === undefined ? '' : say('value.score', { score: rounded(score) }) + limit
  const outcome = passed ? 'passed' : refers === undefined ? 'failed' : 'referred'
  const found = say('value.finding', { outcome, figures, model })
  return [called(language, 'check', check), detail === undefined ? found : `${found}: ${detail}`]
}

/** What the server asked the signer to do, drawn at random, and when it told them. */
function challengeLines({ language, say }: Spoken, { sides, challenges, starts }: VerificationPlan): [string, string][] {
  return [
    ...sides.map(({ side, movement }): [string, string] => [
      say('label.side', { side: called(language, 'side', side) }),
      say('value.side', { movement: called(language, 'movement', movement) }),
    ]),
    ...challenges.map(({ kind, holdMs, deadlineMs, revealedAt }, index): [string, string] => [
      say('label.selfie', { step: String(index + 1) }),
      say('value.challenge', { challenge: called(language, 'challenge', kind), hold: seconds(holdMs), deadline: seconds(deadlineMs) }) +
        (revealedAt === undefined ? '' : say('value.revealed', { time: utc(new Date(revealedAt).toISOString()) })),
    ]),
    [say('label.starts'), String(starts)],
  ]
}

async function pictures(context: Context, { language, say }: Spoken, verification: Verification): Promise<ReportPart[]> {
  const found = await picturesOfCheck(context, verification)
  if (found.length === 0) return []
  return [
    { draw: 'heading', value: say('heading.pictures') },
    ...found.map(({ name, bytes }): ReportPart => {
      return { draw: 'picture', jpeg: bytes, caption: called(language, 'picture', name.replace(/\.jpg$/, '')) }
    }),
  ]
}

const rounded = (value: number): string => String(Math.round(value * 1000) / 1000)
const seconds = (milliseconds: number): string => `${rounded(milliseconds / 1000)} s`
