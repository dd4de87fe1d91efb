// The verdict over findings: passed; failed, with the one reason that the signer is told; or referred to a person, with every reason for it.
import type { Check, Finding } from './finding'
import { REASON_OF_CHECK, type ReasonCode } from './reasons'
import { REFERRALS, type Referral } from './referrals'

export type Conclusion =
  | { readonly outcome: 'passed' }
  | { readonly outcome: 'failed'; readonly reason: ReasonCode }
  | { readonly outcome: 'referred'; readonly referrals: readonly Referral[] }

// Measured and kept as evidence, never decisive: a matt print shows no reflection, and neither does a good lamp.
const ADVISORY: ReadonlySet<Check> = new Set(['document_glare_motion'])

const RANK = Object.keys(REASON_OF_CHECK) as Check[]

// What is certainly wrong fails, whatever else is uncertain. `required`: the checks that must have been made at this stage. One that is
// missing counts as failed, so an analysis that stopped half-way never passes.
export function conclude(findings: readonly Finding[], required: readonly Check[]): Conclusion {
  const open = findings.filter(({ check, passed }) => !passed && !ADVISORY.has(check))
  const failed = RANK.find((check) => open.some((finding) => finding.check === check && finding.refers === undefined))
  if (failed) return { outcome: 'failed', reason: REASON_OF_CHECK[failed] }
  if (required.some((check) => !findings.some((finding) => finding.check === check)))
    return { outcome: 'failed', reason: 'CAPTURE_INCOMPLETE' }
  const referrals = REFERRALS.filter((reason) => open.some(({ refers }) => refers === reason))
  return referrals.length === 0 ? { outcome: 'passed' } : { outcome: 'referred', referrals }
}
