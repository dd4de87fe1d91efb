// The other people who sign: by name, never by address.

import { Problem } from '../../domain/problem'
import type { SignerState } from '../../domain/signer-state'
import type { Context } from '../kernel/context'
import type { Journey } from '../journey/standing'
import { openProfile } from '../kernel/profile'

export async function others(context: Context, { state, row }: Journey, statusOf: (signer: SignerState) => string) {
  const rows = await context.db.signer.findMany({ where: { requestId: row.requestId, id: { not: row.id } }, orderBy: { position: 'asc' } })
  return rows.flatMap((other) => {
    const signer = state.signers.find(({ id }) => id === other.id)
    return signer ? [{ name: nameOf(context, other), status: statusOf(signer), order: signer.order }] : []
  })
}

function nameOf(context: Context, row: Parameters<typeof openProfile>[1]): string {
  try {
    return openProfile(context, row).name
  } catch (error) {
    if (error instanceof Problem) return '—'
    throw error
  }
}
