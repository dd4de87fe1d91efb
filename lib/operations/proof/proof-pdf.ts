// The Verified Identity Proof as a designed PDF: who was identified, by what document, with which findings, and the pictures.

import type { EvidenceEvent, Finding } from '../../domain/event'
import type { Signer, Verification } from '../../generated/prisma/client'
import { utc } from '../trail/audit-trail'
import { COLORS, Report } from '../report/report-page'
import type { Context } from '../kernel/context'
import { openPlan, openResult, type VerificationPlan } from '../verification/verification-store'
import type { MrzReading } from '../kernel/identity-analysis'
import { openProfile } from '../kernel/profile'
import { countryName } from '../trail/event-words'
import { identityPictures } from '../verification/verified-identity'

export type Proven = { signer: Signer; verification: Verification; events: readonly EvidenceEvent[]; requester: string; qualified: boolean }

export async function proofPdf(context: Context, { signer, verification, events, requester, qualified }: Proven): Promise<Uint8Array> {
  const at = context.machineNow()
  const verdict = openResult(context, verification)?.verdict
  const decision = events.findLast(({ fact }) => fact.type === 'verification_passed' && fact.verification === verification.id)
  if (!verdict?.mrz || decision?.fact.type !== 'verification_passed') throw new Error('a passed check without its verdict')
  const report = await Report.begin({
    title: `Verified Identity Proof ${signer.id}`,
    foot: `Verified Identity Proof of ${signer.id}, sealed ${utc(at.toISOString())}`,
    at,
    ribbon: qualified ? null : 'TEST, NOT QUALIFIED. Made with test certificates, without legal effect.',
  })
  report.gap(10)
  report.text('Verified Identity Proof', { size: 24, bold: true, leading: 1.25 })
  report.text(
    'Personal data of the person named here, for whoever needs to prove this identification. Keep it safe; delete it when it is no longer needed.',
    { color: COLORS.soft },
  )
  report.gap(10)
  const { name, originalName } = openProfile(context, signer)
  pairs(report, [
    ['Signer', signer.id],
    ['Request', signer.requestId],
    ['Requester', requester],
    ['Name given', originalName === name ? name : `${originalName}, corrected to ${name}`],
    ['Method', 'Video verification: identity document with movement, video selfie with random challenges'],
    ['Decision', `confirmed automatically ${utc(decision.at)}`],
    ['Check', `${verification.id}, attempt ${verification.attempt}`],
    ['Begun', utc(verification.startedAt.toISOString())],
    ...(verification.submittedAt ? [['Handed in', utc(verification.submittedAt.toISOString())] as const] : []),
    ...(verification.decidedAt ? [['Decided', utc(verification.decidedAt.toISOString())] as const] : []),
  ])
  report.heading('The identity document')
  pairs(report, documentLines(verification, verdict.mrz))
  report.heading('Findings')
  for (const finding of decision.fact.findings) findingLine(report, finding)
  report.heading('Challenges')
  pairs(report, challengeLines(openPlan(context, verification)))
  report.heading('Evidence')
  pairs(report, [
    ['Event', `${decision.sequence} of the request, ${decision.id}`],
    ['SHA-256 of the event', decision.hash],
    ['Salted digest of the result', decision.fact.result_sha256],
  ])
  await pictures(report, context, signer.id)
  return report.bytes()
}

function pairs(report: Report, lines: readonly (readonly [label: string, value: string])[]): void {
  for (const [label, value] of lines) report.pair(label, value)
}

function documentLines({ documentType, country, matchScore }: Verification, mrz: MrzReading): [string, string][] {
  return [
    ['Kind', documentType === 'passport' ? 'Passport' : 'Identity card'],
    ['Issued by', `${countryName(country)} (${mrz.issuer})`],
    ['Number', mrz.documentNumber],
    ['Surname', mrz.surname],
    ['Given names', mrz.givenNames.join(' ')],
    ['Nationality', mrz.nationality],
    ['Date of birth', mrz.dateOfBirth ?? 'not stated'],
    ['Sex', mrz.sex ?? 'not stated'],
    ['Valid until', mrz.expiry ?? 'not stated'],
    [
      'Machine-readable zone',
      `${mrz.format}, check digits: ${mrz.checkDigits.map(({ field, valid }) => `${field.replaceAll('_', ' ')} ${valid ? 'right' : 'wrong'}`).join(', ')}`,
    ],
    ...(matchScore === null ? [] : [['Likeness of the faces', matchScore.toFixed(2)] satisfies [string, string]]),
  ]
}

function findingLine(report: Report, { check, passed, score, threshold, model, detail }: Finding): void {
  const figures = score === undefined ? '' : `, score ${rounded(score)}${threshold === undefined ? '' : `, limit ${rounded(threshold)}`}`
  report.pair(
    check.replaceAll('_', ' '),
    `${passed ? 'passed' : 'failed'}${figures}, by ${model}${detail === undefined ? '' : `: ${detail}`}`,
  )
}

/** What the server asked for, at random, and when it told. */
function challengeLines({ sides, challenges, starts }: VerificationPlan): [string, string][] {
  return [
    ...sides.map(({ side, movement }): [string, string] => [`Document, ${side}`, `asked to move it: ${movement.replaceAll('_', ' ')}`]),
    ...challenges.map(({ kind, holdMs, deadlineMs, revealedAt }, index): [string, string] => [
      `Selfie, step ${index + 1}`,
      `${kind.replaceAll('_', ' ')}, held for ${seconds(holdMs)}, within ${seconds(deadlineMs)}` +
        (revealedAt === undefined ? '' : `, revealed ${utc(new Date(revealedAt).toISOString())}`),
    ]),
    ['Selfies begun', String(starts)],
  ]
}

async function pictures(report: Report, context: Context, signerId: string): Promise<void> {
  const found = await identityPictures(context, signerId)
  if (found.length === 0) return
  report.heading('Pictures')
  for (const { name, bytes } of found) await report.picture(bytes, CAPTIONS[name] ?? name)
}

const CAPTIONS: Readonly<Record<string, string>> = {
  'document-front.jpg': 'Front of the document, straightened',
  'document-back.jpg': 'Back of the document, straightened',
  'selfie.jpg': 'Still from the video selfie',
}

const rounded = (value: number): string => String(Math.round(value * 1000) / 1000)
const seconds = (milliseconds: number): string => `${rounded(milliseconds / 1000)} s`
