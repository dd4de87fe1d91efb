// Chooses the language of pages and mails. No evidence: each accepted text names its own language.

import { changeBound } from '../../kernel/bound-rows'
import type { Language } from '../../../wording/catalogue'
import type { SignerCaller } from '../../../domain/caller'
import { requirePermission } from '../../../domain/permissions'
import type { Context } from '../../kernel/context'
import { standing } from '../../journey/standing'

export async function setLanguage(context: Context, caller: SignerCaller, { language }: { language: Language }): Promise<void> {
  requirePermission(caller, 'journey:write')
  const { row } = await standing(context, context.db, caller.signerId)
  await changeBound(context, context.db, 'signer', { id: row.id }, { locale: language })
}
