// The verdict: a fold of findings and policy into passed, failed or referred to a human, with the one reason that a person is told.
import type { Check, Finding } from './finding'
import { reviewScore, type Policy } from './policy'
import { REASON_OF_CHECK, type ReasonCode } from './reasons'

export type Verdict =
  | { readonly outcome: 'passed' }
  | {
      readonly outcome: 'failed' | 'referred'
      readonly reason: ReasonCode
      // Key of the advice in the interface's texts.
      readonly advice: string
      readonly checks: readonly Check[]
    }

// Measured and kept as evidence, never decisive: a matt print shows no reflection, and neither does a good lamp.
const ADVISORY: ReadonlySet<Check> = new Set(['document_glare_motion'])

// A failure that only a human may decide about.
const REFERRED: ReadonlySet<Check> = new Set(['document_colour'])

type Weight = 'none' | 'refer' | 'fail'

function weigh(finding: Finding, policy: Policy): Weight {
  if (finding.passed || ADVISORY.has(finding.check)) return 'none'
  if (finding.check === 'face_match') return finding.score >= reviewScore(policy) ? 'refer' : 'fail'
  return REFERRED.has(finding.check) ? 'refer' : 'fail'
}

const RANK = Object.keys(REASON_OF_CHECK) as Check[]

const byRank = (a: Check, b: Check) => RANK.indexOf(a) - RANK.indexOf(b)

const adviceOf = (reason: ReasonCode): string => `identity.advice.${reason.toLowerCase()}`

function told(outcome: 'failed' | 'referred', checks: readonly Check[]): Verdict {
  const [first = 'capture_readable', ...others] = [...new Set(checks)].sort(byRank)
  const reason = outcome === 'referred' && first === 'face_match' ? 'FACE_UNCERTAIN' : REASON_OF_CHECK[first]
  return { outcome, reason, advice: adviceOf(reason), checks: [first, ...others] }
}

// `required`: the checks that this stage must have carried out. One that is missing counts as failed, so an analysis that
// stopped half-way can never pass.
export function verdictOf(findings: readonly Finding[], required: readonly Check[], policy: Policy): Verdict {
  const missing = required.filter((check) => !findings.some((finding) => finding.check === check))
  const of = (weight: Weight) => findings.filter((finding) => weigh(finding, policy) === weight).map(({ check }) => check)
  const failed = of('fail')
  if (failed.length > 0) return told('failed', failed)
  if (missing.length > 0)
    return { outcome: 'failed', reason: 'CAPTURE_INCOMPLETE', advice: adviceOf('CAPTURE_INCOMPLETE'), checks: missing }
  const referred = of('refer')
  return referred.length > 0 ? told('referred', referred) : { outcome: 'passed' }
}
