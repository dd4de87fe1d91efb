// The self-test at the start of a process, before it serves: a small PDF is sealed to B-LTA and validated by our own validator.

import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib'
import type { Trust } from './domain/ports'
import { sealPdf } from './signature/seal'
import { validatePdf } from './validation/validate'

export type SelfTest = { passed: boolean; milliseconds: number; reason: string | null }

/** Never throws: a failure is the result that readiness reports. */
export async function selfTest(trust: Trust, now: () => Date): Promise<SelfTest> {
  const began = performance.now()
  const result = (reason: string | null): SelfTest => ({
    passed: reason === null,
    milliseconds: Math.round(performance.now() - began),
    reason,
  })
  try {
    const sealed = await sealPdf(await smallPdf(), await trust.sealer(), { trust, now: now(), reason: 'Start-up check' })
    const report = validatePdf(sealed, { anchors: trust.chain.slice(-1), now: now() })
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
