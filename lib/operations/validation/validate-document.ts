// Judges the signatures of a document that somebody sends in, ours or a stranger's, and answers what each of them proves.

import { Problem } from '../../domain/problem'
import { validateDocument as judge } from '../../validation/formats/document'
import type { ValidationReport } from '../../validation/validate'
import type { OrganisationCaller } from '../../domain/caller'
import type { Context } from '../kernel/context'
import { kindOf } from '../documents/kinds'
import { CODES } from '../documents/pdf'
import { staging, type UploadFile } from '../documents/staging'
import { limitConcurrency } from '../kernel/limit-concurrency'
import { countUse } from '../usage/count-use'
import { shownSignature, type ShownSignature } from './shown-signature'
import { trustOf } from './trust-of'

export type ValidatedDocument = { valid: boolean; signatures: readonly ShownSignature[] }

/** A hostile file may make its validation expensive: two run at once, the others wait. */
const validations = limitConcurrency('document-validation', 2)

export function validateDocument(context: Context, caller: OrganisationCaller, { file }: { file: UploadFile }): Promise<ValidatedDocument> {
  const trust = trustOf(context, caller.mode)
  return staging(context, file, async (_, source) => {
    const anchors = trust ? trust.chain.slice(-1) : []
    const report = await validations(() => judge(source, { anchors, now: context.machineNow() })).catch((error: unknown) => {
      context.log.error({ err: error }, 'a file was made so that judging it fails')
      throw new Problem('DOCUMENT_DAMAGED.signatures_unreadable')
    })
    refuseUnreadable(report, () => kindOf(source))
    const signatures: ShownSignature[] = []
    for (const signature of report.signatures) signatures.push(await shownSignature(context, trust, signature))
    await countUse(context, context.db, caller, 'documents_validated')
    return { valid: report.valid, signatures }
  })
}

/** A file that cannot be read is refused; a readable file without signatures is an answer. */
function refuseUnreadable({ problem, signatures }: ValidationReport, recognise: () => unknown): void {
  if (problem === undefined || signatures.length > 0) return
  switch (problem) {
    case 'FORMAT_UNSUPPORTED':
    case 'CONTAINER_UNREADABLE':
      // A Word document is a ZIP too, but holds no signature of a supported form.
      recognise()
      return
    case 'XML_UNREADABLE':
      recognise()
      throw new Problem('DOCUMENT_DAMAGED.xml_unreadable')
    default:
      throw new Problem(`${CODES[problem]}.signatures_unreadable`)
  }
}
