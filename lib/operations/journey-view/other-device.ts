// The person's other screen: whether it is there, and of which kind, so that each screen can say where to continue.

import type { SignerCaller } from '../../domain/caller'
import type { Context } from '../kernel/context'
import { isAlive } from '../access/session'

const CONNECTED_MS = 60_000

export async function otherDevice(context: Context, { signerId, sessionId }: SignerCaller) {
  const now = context.machineNow()
  const sessions = await context.db.session.findMany({
    where: { signerId, id: { not: sessionId }, endedAt: null },
    orderBy: [{ active: 'desc' }, { lastSeenAt: 'desc' }],
    take: 5,
  })
  const other = sessions.find((session) => isAlive(context, session))
  if (!other) return null
  return { connected: now.getTime() - other.lastSeenAt.getTime() < CONNECTED_MS, kind: other.device, since: other.createdAt }
}
