// Language and notifications of a space.

import type { HolderCaller } from '../../../domain/caller'
import { requirePermission } from '../../../domain/permissions'
import type { Notice } from '../../../domain/space'
import type { Language } from '../../../wording/catalogue'
import type { Context } from '../../kernel/context'
import { appendToLog } from '../space-log'
import { sealSettings, settingsOf } from '../space-row'

type Changes = { language?: Language | undefined; tell?: readonly Notice[] | undefined }

export async function changeSettings(context: Context, caller: HolderCaller, { language, tell }: Changes): Promise<void> {
  requirePermission(caller, 'space:write')
  await context.db.$transaction(async (tx) => {
    const settings = await settingsOf(context, tx, caller.spaceId)
    const changed = { ...settings, locale: language ?? settings.locale, tell: tell ?? settings.tell }
    await tx.space.update({ where: { id: caller.spaceId }, data: { settings: sealSettings(context, caller.spaceId, changed) } })
    const fields = [...(language === undefined ? [] : ['language']), ...(tell === undefined ? [] : ['notifications'])]
    await appendToLog(context, tx, caller, [{ type: 'settings_changed', fields }])
  })
}
