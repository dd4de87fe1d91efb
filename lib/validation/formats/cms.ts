// Validates a CMS file (EN 319 122-1): one that holds what it signs (.p7m), or one whose content stands elsewhere (.p7s).

import { UnsupportedAlgorithm } from '../../crypto/algorithms'
import { readSigners } from '../../crypto/cms'
import { Budget } from '../../signature/pdf/budget'
import type { Source } from '../../signature/pdf/source'
import { Anchors } from '../anchors'
import { Proofs } from '../proofs'
import type { ValidationContext, ValidationReport } from '../validate'
import { toldStamp } from './ades'
import { cmsMaterial, judgeCades, type ReadCades } from './cades'

/** Null for what is no CMS. Signers are named by their place in the file, from 1. */
export function validateCms(source: Source, { now, ...trusted }: ValidationContext): ValidationReport | null {
  const signers = signersIn(source.read(0, source.size))
  if (!signers) return null
  const budget = new Budget(source.size)
  budget.spend('signatures', signers.length)
  // All of them bring along the same.
  const material = cmsMaterial(signers.slice(0, 1), budget)
  const grounds = { anchors: new Anchors(trusted), material, proofs: new Proofs(now) }
  const judged = signers.map((signed, at) =>
    judgeCades(
      signed,
      { name: String(at + 1), codes: new Set(), content: null, intact: true, coversWholeDocument: true, archive: [] },
      grounds,
    ),
  )
  const signatures = judged.flatMap(({ reports }) => reports)
  return {
    valid: signatures.length > 0 && signatures.every(({ valid }) => valid),
    signatures,
    documentTimestamps: judged.flatMap(({ archive }) => archive.map(toldStamp)),
  }
}

function signersIn(bytes: Uint8Array): ReadCades[] | null {
  try {
    return readSigners(bytes)
  } catch (error) {
    return error instanceof UnsupportedAlgorithm ? ['ALGORITHM_UNSUPPORTED'] : null
  }
}
