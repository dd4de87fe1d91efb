// Judges the signatures of a document that an organisation sends in, ours or a stranger's, and answers what each of them proves.

import type { OrganisationCaller } from '../../domain/caller'
import type { Context } from '../kernel/context'
import { staging, type UploadFile } from '../documents/staging'
import { countUse } from '../usage/count-use'
import { judgeFile, type ValidatedDocument } from './judge-file'
import { trustOf } from './trust-of'

export function validateDocument(context: Context, caller: OrganisationCaller, { file }: { file: UploadFile }): Promise<ValidatedDocument> {
  const trust = trustOf(context, caller.mode)
  return staging(context, file, async (staged, source) => {
    const judged = await judgeFile(context, { staged, source, line: caller.tenantId, trust })
    await countUse(context, context.db, caller, 'documents_validated')
    return judged
  })
}
