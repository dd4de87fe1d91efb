// Judges the signatures of a document that somebody sends in, ours or a stranger's, and answers what each of them proves.

import type { OrganisationCaller } from '../../domain/caller'
import type { Context } from '../kernel/context'
import { staging, type UploadFile } from '../documents/staging'
import { piecesFrom } from '../kernel/stored-bytes'
import { countUse } from '../usage/count-use'
import { shownSignature, statusNow, type ShownSignature } from './shown-signature'
import { trustOf } from './trust-of'

export type ValidatedDocument = { valid: boolean; signatures: readonly ShownSignature[] }

export function validateDocument(context: Context, caller: OrganisationCaller, { file }: { file: UploadFile }): Promise<ValidatedDocument> {
  const trust = trustOf(context, caller.mode)
  return staging(context, file, async ({ sha256 }, source) => {
    const report = await context.documents.run('validate', {
      tenant: caller.tenantId,
      sha256,
      bytes: async () => piecesFrom(source),
      given: { anchors: trust ? trust.chain.slice(-1) : [], now: context.machineNow() },
    })
    const signatures: ShownSignature[] = []
    const status = statusNow(context, trust)
    for (const signature of report.signatures) signatures.push(await shownSignature(trust, signature, status))
    await countUse(context, context.db, caller, 'documents_validated')
    return { valid: report.valid, signatures }
  })
}
