// Judges a signed file for somebody without an account. Nothing of it is kept.

import { staging, type UploadFile } from '../documents/staging'
import type { Context } from '../kernel/context'
import { judgeFile, type ValidatedDocument } from './judge-file'
import { STRANGERS } from './strangers'
import { trustOf } from './trust-of'

export type VerifiedFile = ValidatedDocument & { sha256: string }

/** Signatures of the test trust service are recognised, and say that they are tests. */
export function verifyForAnyone(context: Context, { file }: { file: UploadFile }): Promise<VerifiedFile> {
  const [real, test] = [trustOf(context, 'live'), trustOf(context, 'test')]
  return staging(context, file, async (staged, source) => {
    const judge = (trust: typeof real) => judgeFile(context, { staged, source, line: STRANGERS, trust })
    const { sha256 } = staged
    const first = await judge(real ?? test)
    const unknown = first.signatures.some(({ trustedList }) => trustedList === 'NOT_TRUSTED')
    if (!real || !test || !unknown) return { ...first, sha256 }
    const second = await judge(test)
    const signatures = first.signatures.map((signature, at) => {
      const tested = second.signatures[at]
      return signature.trustedList === 'NOT_TRUSTED' && tested?.test ? tested : signature
    })
    const timestamps = first.timestamps.map((stamp, at) => (stamp.valid ? stamp : (second.timestamps[at] ?? stamp)))
    const valid = signatures.length > 0 && signatures.every(({ indication }) => indication === 'TOTAL-PASSED')
    return { valid, signatures, timestamps, sha256 }
  })
}
