// Queues the walk of a signer with a magic address when they are invited.

import type { Follower } from '../kernel/context'
import { storedScript } from '../kernel/signer-script'

export const setOut: Follower = async (context, tx, { mode }, { added }) => {
  if (mode !== 'test') return
  for (const { fact } of added) {
    if (fact.type !== 'signer_invited') continue
    if ((await storedScript(context, tx, fact.signer))?.goes)
      await context.enqueue(tx, 'walk_signer', { signer: fact.signer }, { key: fact.signer })
  }
}
