// Performs an act of the journey and answers the view of the signer's new place.

import { ACTS, type Act } from '../../operations/acts'
import { journeyView } from '../../operations/journey-view/journey-view'
import type { SignerCaller } from '../../domain/caller'
import type { Context } from '../../operations/kernel/context'
import type { JourneyView } from '../../operations/journey-view/shown'

export async function performAct(context: Context, caller: SignerCaller, act: Act): Promise<JourneyView> {
  // A safe cast: the act was parsed by the schema of its operation, or made with its type.
  await ACTS[act.act]?.perform(context, caller, act as never)
  return journeyView(context, caller)
}
