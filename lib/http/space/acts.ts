// Performs an act of the space and answers where the person stands then.

import type { HolderCaller } from '../../domain/caller'
import { requirePermission } from '../../domain/permissions'
import type { Context } from '../../operations/kernel/context'
import { SPACE_ACTS, type SpaceActName } from '../../operations/space/acts'
import type { SpaceAct, SpaceStanding } from '../schemas/space'
import { spaceCaller } from './session'

/** What somebody may do who has not given the code yet. */
const BEFORE_THE_CODE: ReadonlySet<SpaceActName> = new Set(['send_sign_in_code', 'prove_phone', 'revoke_without_phone'])

export async function performSpaceAct(context: Context, caller: HolderCaller, { act, ...input }: SpaceAct): Promise<void> {
  if (!BEFORE_THE_CODE.has(act)) requirePermission(caller, 'space:write')
  // A safe cast: the act was parsed by the schema of its operation.
  await SPACE_ACTS[act].perform(context, caller, input as never)
}

/** `open`: false once the session has ended, as after an erasure. */
export async function spaceStanding(context: Context, cookies: string | null): Promise<SpaceStanding> {
  const caller = await spaceCaller(context, cookies)
  return { level: caller?.level ?? 'none', open: caller !== null }
}
