// The time of one request: the installation's clock, moved ahead by what a test clock has added to this request (sandbox, test mode only).
// Time that people meet follows it: expiry, reminders, retention, codes. Cryptography, sessions and limits stay on the machine's clock.

import type { Prisma } from '../../generated/prisma/client'
import type { Context, Tx } from './context'

/** The row that a job or operation is about; each belongs to one request. */
export type ClockSubject = { request: string } | { signer: string } | { verification: string } | { activation: string }

/** The same context with the time of this request. The offset is set, not added: applying it twice does no harm. */
export function atOffset(context: Context, { clockOffset }: { clockOffset: number }): Context {
  return { ...context, now: () => new Date(context.machineNow().getTime() + clockOffset * 1000) }
}

/** The subject of a job's payload; null for jobs that are not about one request. */
export function clockSubjectOf(payload: object): ClockSubject | null {
  return 'request' in payload || 'signer' in payload || 'verification' in payload || 'activation' in payload
    ? (payload as ClockSubject)
    : null
}

/** Unknown subjects have the machine's time: the operation itself finds that there is nothing. */
export async function atTimeOf(context: Context, db: Tx, subject: ClockSubject): Promise<Context> {
  const row = await db.signatureRequest.findFirst({ where: requestOf(subject), select: { clockOffset: true } })
  return row ? atOffset(context, row) : context
}

/** The machine's time at which the request's time will be `moment`: for jobs that start later. */
export function onMachineClock(context: Pick<Context, 'now' | 'machineNow'>, moment: Date): Date {
  return new Date(context.machineNow().getTime() + moment.getTime() - context.now().getTime())
}

function requestOf(subject: ClockSubject): Prisma.SignatureRequestWhereInput {
  if ('request' in subject) return { id: subject.request }
  if ('signer' in subject) return { signers: { some: { id: subject.signer } } }
  if ('verification' in subject) return { signers: { some: { verifications: { some: { id: subject.verification } } } } }
  return { signers: { some: { activations: { some: { id: subject.activation } } } } }
}
