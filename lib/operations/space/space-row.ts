// The row of a space: found by mode, account and the HMAC of the mail address; its settings are sealed.

import type { Mode } from '../../domain/event'
import { newId } from '../../domain/ids'
import { Problem } from '../../domain/problem'
import { NOTICES, type Notice } from '../../domain/space'
import type { Space } from '../../generated/prisma/client'
import { bound, requireWhole } from '../kernel/bound-rows'
import type { Context, Tx } from '../kernel/context'
import { openColumn, sealColumn } from '../kernel/sealed-columns'

/** `tell`: of what the person wants mails; `locale`: the language in which they are addressed. */
export type SpaceSettings = { email: string; locale: string; tell: readonly Notice[] }
export type SpaceAt = { mode: Mode; account: string; holder: string }

/** The account of a space in live mode: there everything of a person is one. */
export const EVERY_ACCOUNT = 'live'

/** The space of this person; a new one at their first sign-in. */
export async function spaceOf(context: Context, tx: Tx, at: SpaceAt, fresh: Omit<SpaceSettings, 'tell'>): Promise<Space> {
  const id = newId('spc')
  const settings = sealSettings(context, id, { ...fresh, tell: [...NOTICES] })
  const row = bound(context.secrets, 'space', { id, ...at, former: [], createdAt: context.machineNow(), erasedAt: null })
  // Two browsers that open it at once: the second has the row of the first.
  await tx.space.createMany({ data: { ...row, settings }, skipDuplicates: true })
  return requireWhole(context, 'space', await tx.space.findUniqueOrThrow({ where: { mode_account_holder: at } }))
}

export function sealSettings(context: Pick<Context, 'secrets'>, spaceId: string, settings: SpaceSettings): Uint8Array<ArrayBuffer> {
  return sealColumn(context.secrets, 'spaceSettings', spaceId, Buffer.from(JSON.stringify(settings)))
}

/** Throws NOT_FOUND once the person is erased. */
export function openSettings(context: Context, { id, settings }: Pick<Space, 'id' | 'settings'>): SpaceSettings {
  if (!settings) throw new Problem('NOT_FOUND.no_path_here')
  return JSON.parse(openColumn(context, 'spaceSettings', id, settings).toString('utf8')) as SpaceSettings
}

export async function settingsOf(context: Context, db: Tx, spaceId: string): Promise<SpaceSettings> {
  return openSettings(context, requireWhole(context, 'space', await db.space.findUniqueOrThrow({ where: { id: spaceId } })))
}
