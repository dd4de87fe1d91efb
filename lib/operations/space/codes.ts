// The codes that an act in the space asks for, typed back in the session that asked: kept sealed in its row, one act at a time.

import type { HolderCaller } from '../../domain/caller'
import { Problem } from '../../domain/problem'
import { counted, newProof, requireCode, type CodeProof } from '../kernel/code-proof'
import type { Context, Tx } from '../kernel/context'
import { requireWithinLimit } from '../kernel/limits'
import { openColumn, sealColumn } from '../kernel/sealed-columns'

/**
 * `about`: what the codes prove, such as the new number; it is part of what they are bound to. `codes`: by name, such as `old` and `new`.
 * `challenge`: of a code that the signing provider judges, not we.
 */
export type Pending = {
  act: string
  about: string
  codes: Readonly<Record<string, CodeProof>>
  challenge?: Readonly<Record<string, string | number>>
}
type Session = Pick<HolderCaller, 'spaceId' | 'sessionId'>

const HOUR_MS = 3_600_000
const ASKED = { name: 'space-code', count: 10, windowMs: HOUR_MS }
/** Typed codes, over all sessions of the space. */
const TYPED = { name: 'space-code-typed', count: 30, windowMs: HOUR_MS }

const purpose = ({ act, about }: Pick<Pending, 'act' | 'about'>, name: string) => ({
  label: 'space code',
  about: `${act} ${name} ${about}`,
})

/** New codes, by name, kept in the session. `challenge`: of the provider, which has a code of its own. */
export async function newCodes(
  context: Context,
  tx: Tx,
  caller: Session,
  { names, ...what }: Omit<Pending, 'codes'> & { names: readonly string[] },
): Promise<Readonly<Record<string, string>>> {
  await requireWithinLimit({ machineNow: context.machineNow, db: tx }, caller.spaceId, ASKED)
  const before = await pendingOf(context, tx, caller, what.act)
  const made = names.map((name) => ({ name, ...newProof(context, caller, purpose(what, name), before?.codes[name]) }))
  await keepPending(context, tx, caller, { ...what, codes: Object.fromEntries(made.map(({ name, proof }) => [name, proof])) })
  return Object.fromEntries(made.map(({ name, code }) => [name, code]))
}

export async function keepPending(context: Context, tx: Tx, { sessionId }: Session, pending: Pending | null): Promise<void> {
  const sealed = pending && sealColumn(context.secrets, 'spacePending', sessionId, Buffer.from(JSON.stringify(pending)))
  await tx.spaceSession.update({ where: { id: sessionId }, data: { pending: sealed } })
}

/** Null where another act is pending, or none. The row is locked, so that two tries at once are two tries. */
export async function pendingOf(context: Context, tx: Tx, { sessionId }: Session, act: string): Promise<Pending | null> {
  const [row] = await tx.$queryRaw<{ pending: Uint8Array | null }[]>`
    SELECT "pending" FROM "SpaceSession" WHERE "id" = ${sessionId} AND "endedAt" IS NULL FOR UPDATE`
  if (!row?.pending) return null
  const pending = JSON.parse(openColumn(context, 'spacePending', sessionId, row.pending).toString('utf8')) as Pending
  return pending.act === act ? pending : null
}

/** Counts a try in a transaction of its own, then judges all codes. Throws CODE_INVALID; of several codes it does not say which is wrong. */
export async function requireCodes(
  context: Context,
  caller: Session,
  act: string,
  typed: Readonly<Record<string, string>>,
): Promise<Pending> {
  await requireWithinLimit(context, caller.spaceId, TYPED)
  const tried = await context.db.$transaction(async (tx) => {
    const pending = await pendingOf(context, tx, caller, act)
    if (!pending) return null
    const codes = Object.entries(pending.codes).map(([name, proof]) => [name, counted(context, caller, proof)] as const)
    const kept = Object.fromEntries(codes.map(([name, proof]) => [name, proof ?? pending.codes[name]]))
    await keepPending(context, tx, caller, { ...pending, codes: kept as Pending['codes'] })
    return { pending, codes }
  })
  if (!tried) throw new Problem('CODE_INVALID.not_sent')
  // Each is judged whatever the others are, so that neither answer nor time tells which was wrong.
  const refusals = tried.codes.flatMap(([name, proof]) => {
    try {
      requireCode(context, caller, purpose(tried.pending, name), proof, typed[name] ?? '')
      return []
    } catch (error) {
      return [error]
    }
  })
  if (refusals.length > 0) throw refusals[0]
  return tried.pending
}
