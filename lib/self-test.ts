// The self-test at the start of a process, before it serves: a small PDF is sealed to B-LTA and validated by our own validator,
// both in a document worker.

import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib'
import { sha256Hex } from './crypto/algorithms'
import type { Context } from './operations/kernel/context'
import { sealed } from './operations/kernel/seal'
import { piecesFrom } from './operations/kernel/stored-bytes'
import { packed } from './validation/trusted-lists/packed-lists'

export type SelfTest = { passed: boolean; milliseconds: number; reason: string | null }

/** It waits in no tenant's line. */
const LINE = 'self-test'

/** Never throws: a failure is the result that readiness reports. */
export async function selfTest(context: Context): Promise<SelfTest> {
  const began = performance.now()
  const result = (reason: string | null): SelfTest => ({
    passed: reason === null,
    milliseconds: Math.round(performance.now() - began),
    reason,
  })
  try {
    const trust = context.trust('test')
    const now = context.machineNow()
    const bytes = await sealed(context, trust, { form: 'PAdES', bytes: await smallPdf() }, { tenant: LINE, now, reason: 'Start-up check' })
    const { report } = await context.documents.run('validate', {
      tenant: LINE,
      sha256: sha256Hex(bytes),
      bytes: async () => piecesFrom(bytes),
      given: { anchors: trust.chain.slice(-1), lists: packed([]), now },
    })
    return result(report.valid ? null : 'the signature made at start is not valid')
  } catch (error) {
    return result(error instanceof Error ? error.message : 'unknown')
  }
}

async function smallPdf(): Promise<Uint8Array> {
  const document = await PDFDocument.create()
  const font = await document.embedFont(StandardFonts.Helvetica)
  document.addPage([200, 100]).drawText('Start-up check', { x: 20, y: 50, size: 12, font })
  return document.save({ useObjectStreams: false })
}
