// Who was checked in an organisation, for as long as the pictures of the check are kept: keyed digests of name and document, and the face as
// a template that is sealed under the key of its check and shredded with it. Finds the same document or face under another name.

import { createHmac } from 'node:crypto'
import { setImmediate as yieldToEventLoop } from 'node:timers/promises'
import { seal } from '../../crypto/envelope'
import type { Mode } from '../../domain/event'
import { dataOf, type WholeCheck } from '../../identity/check'
import { embeddingDistance } from '../../identity/face/compare'
import { templateBytes, templateFrom } from '../../identity/face/template'
import { templateOf } from '../../identity/known-elsewhere'
import type { MrzReading } from '../../identity/mrz/parse'
import { asFigure } from '../../identity/print/printed-line'
import type { Context, Tx } from '../kernel/context'
import { openSealed, unlessChanged } from '../kernel/integrity'
import { keyOf, type Keyed } from './verification-store'

type Place = { tenantId: string; mode: Mode }
type Checked = Pick<WholeCheck, 'sides' | 'chip' | 'selfie'>

/** Of a very large organisation the newest are compared. */
const COMPARED = 5_000
const AT_ONCE = 100

/** `since`: among those that were made from then on. */
export async function knownElsewhere(
  context: Context,
  check: Keyed,
  place: Place,
  checked: Checked,
  { db = context.db, since }: { db?: Tx; since?: Date } = {},
): Promise<NonNullable<WholeCheck['elsewhere']>> {
  const { holder, document, asItStands, face } = whoIs(context, place, checked)
  const others = {
    ...place,
    verificationId: { not: check.id },
    ...(holder === null ? {} : { holder: { not: holder } }),
    ...(since ? { madeAt: { gte: since } } : {}),
    verification: { key: { not: null } },
  } as const
  const documents =
    document === null || asItStands === null
      ? 0
      : await db.knownIdentity.count({ where: { ...others, document: { in: [document, asItStands] } } })
  let nearest: number | null = null
  for (let seen = 0; face && seen < COMPARED; seen += AT_ONCE) {
    const rows = await db.knownIdentity.findMany({
      where: others,
      orderBy: [{ madeAt: 'desc' }, { verificationId: 'desc' }],
      select: { verificationId: true, face: true, verification: { select: { id: true, key: true } } },
      skip: seen,
      take: AT_ONCE,
    })
    for (const { face: sealed, verification } of rows) {
      // A row that was changed outside of the product is told of; it keeps nobody else from their check.
      const template = await unlessChanged(async () =>
        templateFrom(openSealed(context, keyOf(context, verification), sealed, label(verification))),
      )
      if (template) nearest = Math.min(nearest ?? Infinity, embeddingDistance(face, template))
    }
    if (rows.length < AT_ONCE) break
    await yieldToEventLoop()
  }
  return { documents, nearest }
}

/** In place of what was kept of an earlier selfie of this check. */
export async function keepIdentity(context: Context, tx: Tx, check: Keyed, place: Place, checked: Checked): Promise<void> {
  const { holder, document, face } = whoIs(context, place, checked)
  if (holder === null || document === null || !face) return
  const sealed = new Uint8Array(seal(keyOf(context, check), templateBytes(face), label(check)))
  const row = { ...place, holder, document, face: sealed, madeAt: context.machineNow() }
  await tx.knownIdentity.upsert({ where: { verificationId: check.id }, create: { verificationId: check.id, ...row }, update: row })
}

/** By what chip or print say, so that another spelling in a request is nobody else. Digests of one organisation mean nothing in another. */
function whoIs(context: Context, { tenantId, mode }: Place, { selfie, ...document }: Checked) {
  const mrz = dataOf(document)
  const digest = (...parts: readonly (string | null)[]) =>
    createHmac('sha256', context.secrets.kept('identities'))
      .update(JSON.stringify([tenantId, mode, ...parts]))
      .digest('hex')
  return {
    holder: mrz && digest('holder', ...printedName(mrz), mrz.dateOfBirth),
    // A letter in place of the figure of its shape passes as the printed number, and shall hide no document that is known.
    document: mrz && digest('document', mrz.issuer, [...mrz.documentNumber].map(asFigure).join('')),
    // As it was kept before.
    asItStands: mrz && digest('document', mrz.issuer, mrz.documentNumber),
    face: templateOf(selfie.faces),
  }
}

const printedName = ({ surname, givenNames }: MrzReading) => [surname, givenNames.join(' ')]

const label = ({ id }: Keyed): string => `face of ${id}`
