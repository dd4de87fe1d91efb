// The report on a file for people, as pages to be drawn: what to think of it, and each signature in plain words.

import type { Report, ReportPart, Shade } from '../../documents/report/report'
import type { Language } from '../../wording/catalogue'
import { wording, type Wording } from '../../wording/wording'
import { utc } from '../kernel/moment'
import type { ValidatedDocument } from './judge-file'
import { isQualified } from './proven-levels'
import { hasEffect, namesList, stateOfDocument } from './plain-words'
import { EXPECTED_CHANGES } from './shown-changes'
import type { ShownSignature } from './shown-signature'
import type { ShownTimestamp } from './shown-timestamp'
import { verdictOf, type Verdict } from './verdict'

type Say = Wording<'verify'>

const SHADES: Record<Verdict, Shade> = { valid: 'good', added: 'warn', test: 'warn', unsure: 'warn', broken: 'bad', none: 'ink' }
const STATES: Record<ShownSignature['indication'], Shade> = { 'TOTAL-PASSED': 'good', INDETERMINATE: 'warn', 'TOTAL-FAILED': 'bad' }

/** `sha256`: of the file, which the report names by nothing else: a name would be whatever the sender says. */
export function pdfReport(judged: ValidatedDocument, { sha256, at, language }: { sha256: string; at: Date; language: Language }): Report {
  const say = wording(language, 'verify')
  const verdict = verdictOf(judged)
  const worst = judged.signatures.filter(({ indication }) => verdict !== 'broken' || indication === 'TOTAL-FAILED')
  const qualified = judged.signatures.every(({ level }) => isQualified(level))
  return {
    language,
    title: say('report.title'),
    foot: say('report.foot', { at: utc(at.toISOString()) }),
    ribbon: judged.signatures.some(({ test }) => test) ? wording(language, 'trail')('test') : null,
    at,
    parts: [
      { draw: 'gap', points: 10 },
      { draw: 'text', value: say('report.title'), size: 24, bold: true, leading: 1.25 },
      { draw: 'gap', points: 8 },
      { draw: 'text', value: say(`verdict.${verdict}.title`), size: 13, bold: true, shade: SHADES[verdict] },
      { draw: 'text', value: say(`verdict.${verdict}.text`, { count: worst.length, qualified: qualified ? 'yes' : 'no' }) },
      { draw: 'gap', points: 8 },
      pair(say('digest'), sha256),
      pair(say('report.checked'), utc(at.toISOString())),
      ...judged.signatures.flatMap((signature) => signatureParts(signature, language, say)),
      ...(judged.timestamps.length > 0
        ? [heading(say('report.timestamps')), ...judged.timestamps.map((stamp) => stampPair(stamp, language, say))]
        : []),
      { draw: 'rule' },
      { draw: 'text', value: say('report.how'), size: 8.6, shade: 'soft' },
    ],
  }
}

function signatureParts(signature: ShownSignature, language: Language, say: Say): ReportPart[] {
  const {
    signerName,
    signedFor,
    oneAct,
    pseudonym,
    indication,
    subIndication,
    level,
    test,
    reasons,
    signedAt,
    timestampValid,
    certificateIssuer,
  } = signature
  const reason = wording(language, 'validation')
  const why = reasons.map((code): ReportPart => ({ draw: 'text', value: `– ${reason(code)}` }))
  const at = signedAt && utc(signedAt.toISOString())
  const certificate = [
    ...(certificateIssuer === null ? [] : [say('issued', { issuer: certificateIssuer })]),
    ...(namesList(indication, signature.trustedList) ? [say(`list.${signature.trustedList}`)] : []),
    say(`status.${signature.ocspStatus}`),
  ].join('; ')
  return [
    heading(signerName === null ? say('byUnknown') : say('by', { name: signerName })),
    ...(oneAct && signerName !== null ? [{ draw: 'text', value: say('oneAct', { name: signerName }) } as const] : []),
    ...(signedFor.length > 0 ? [{ draw: 'text', value: say('signedFor', { names: signedFor.join(', ') }) } as const] : []),
    ...(pseudonym ? [{ draw: 'text', value: say('pseudonym') } as const] : []),
    { draw: 'text', value: say(`state.${indication}`), bold: true, shade: STATES[indication] },
    ...(hasEffect(indication)
      ? [
          {
            draw: 'text',
            value: test && level !== 'unknown' ? say('testLevel') : say(`level.${level}`),
            shade: 'soft',
          } as const,
        ]
      : []),
    ...(why.length > 0 ? [bold(indication === 'TOTAL-PASSED' ? say('noted') : say('why')), ...why] : []),
    ...changeParts(signature, language, say),
    { draw: 'gap', points: 4 },
    pair(say('when'), at === null ? say('noTime') : timestampValid ? say('proven', { at }) : say('claimed', { at })),
    pair(say('document'), say(stateOfDocument({ intact: signature.documentIntegrity, changes: signature.changes, codes: reasons }))),
    pair(say('certificate'), certificate),
    ...qualificationPart(signature, language),
    pair(say('indication'), [indication, subIndication].filter(Boolean).join(' / ')),
    pair(say('format'), signature.baseline ?? signature.format),
    pair(say('coverage'), signature.coversWholeDocument ? say('whole') : say('part')),
    ...(signature.auditTrail === null
      ? []
      : [pair(say('trail.label'), say(signature.auditTrail.attached ? 'trail.attached' : 'trail.inside'))]),
    ...(signature.certificateSha256 === null ? [] : [pair(say('report.certificate'), signature.certificateSha256)]),
    ...(reasons.length > 0 ? [pair(say('codes'), reasons.join(', '))] : []),
  ]
}

/** Nothing where the signature itself does not hold. */
function qualificationPart({ indication, test, qualification: { result, reason } }: ShownSignature, language: Language): ReportPart[] {
  const words = wording(language, 'qualification')
  if (indication === 'TOTAL-FAILED') return []
  const kind = result.replace(/^Indeterminate-/, '') as Exclude<typeof result, `Indeterminate-${string}` | `NotAdES-${string}` | 'N/A'>
  const told =
    result === 'N/A'
      ? [words('nobody')]
      : [test && words('test'), indication === 'INDETERMINATE' && words('ifProven'), words(`kind.${kind}`)]
  return [pair(words('label'), [...told, reason && words(`reason.${reason}`)].filter(Boolean).join(' '))]
}

function changeParts({ changes }: ShownSignature, language: Language, say: Say): ReportPart[] {
  const words = wording(language, 'changes')
  const told = [
    { rule: 'forbidden', list: changes.filter(({ allowed }) => !allowed) },
    { rule: 'allowed', list: changes.filter(({ allowed, kind }) => allowed && !EXPECTED_CHANGES.has(kind)) },
  ] as const
  return told.flatMap(({ rule, list }) =>
    list.length === 0
      ? []
      : [
          bold(say(`changes.${rule}`)),
          ...list.map(({ kind, page, field }): ReportPart => {
            const place = [
              ...(page === undefined ? [] : [say('changes.page', { page })]),
              ...(field === undefined ? [] : [say('changes.field', { field })]),
            ]
            return { draw: 'text', value: ['–', words(kind), ...place].join(' ') }
          }),
        ],
  )
}

function stampPair({ stampedAt, authority, valid, reasons }: ShownTimestamp, language: Language, say: Say): ReportPart {
  const label = stampedAt ? utc(stampedAt.toISOString()) : say('noTime')
  const why = reasons.map((code) => wording(language, 'validation')(code))
  const said = [valid ? say('stamp.valid') : say('stamp.broken'), ...why].join(' ')
  return pair(label, authority === null ? said : `${authority}: ${said}`)
}

const heading = (value: string): ReportPart => ({ draw: 'heading', value, size: 13 })
const bold = (value: string): ReportPart => ({ draw: 'text', value, bold: true })
const pair = (label: string, value: string): ReportPart => ({ draw: 'pair', label, value })
