// The verdict over findings by the policy: passed, failed, or referred to a human, with the one reason that the signer is told.
import type { Check, Finding } from './finding'
import { reviewScore, type Policy } from './policy'
import { REASON_OF_CHECK, type ReasonCode } from './reasons'

export type Conclusion =
  | { readonly outcome: 'passed'; readonly reason: null }
  | { readonly outcome: 'failed' | 'referred'; readonly reason: ReasonCode }

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

// `required`: the checks that must have been made at this stage. One that is missing counts as failed, so an analysis that
// stopped half-way never passes.
export function conclude(findings: readonly Finding[], required: readonly Check[], policy: Policy): Conclusion {
  const worst = (weight: Weight) => RANK.find((check) => findings.some((each) => each.check === check && weigh(each, policy) === weight))
  const failed = worst('fail')
  if (failed) return { outcome: 'failed', reason: REASON_OF_CHECK[failed] }
  if (required.some((check) => !findings.some((finding) => finding.check === check)))
    return { outcome: 'failed', reason: 'CAPTURE_INCOMPLETE' }
  const referred = worst('refer')
  if (!referred) return { outcome: 'passed', reason: null }
  return { outcome: 'referred', reason: referred === 'face_match' ? 'FACE_UNCERTAIN' : REASON_OF_CHECK[referred] }
}
