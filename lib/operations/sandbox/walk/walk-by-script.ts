// Job: walks a signer with a magic address as soon as they are invited.

import { Problem } from '../../../domain/problem'
import { requireWhole } from '../../kernel/bound-rows'
import type { Context } from '../../kernel/context'
import { walkSigner } from './walk-signer'
import { scriptOf } from '../../kernel/signer-script'
import { wayOf } from './way'

/** Safe to repeat: a walk goes on where the one before was cut off. */
export async function walkByScript(context: Context, { signer }: { signer: string }): Promise<void> {
  const found = await context.db.signer.findUnique({ where: { id: signer }, include: { request: true } })
  if (!found?.profileKey) return
  const { request, ...row } = found
  requireWhole(context, 'signer', row)
  const { mode } = requireWhole(context, 'signatureRequest', request)
  const script = scriptOf(mode, row)
  if (!script?.goes) return
  try {
    await walkSigner(context, signer, wayOf({ document: script.document, failWith: script.failWith }))
  } catch (error) {
    // A person or another call is acting for this signer at this moment: the walk is left to them.
    if (error instanceof Problem && (error.code === 'STATE_CONFLICT' || error.code === 'OTHER_DEVICE_ACTIVE')) return
    throw error
  }
}
