// The first page of the first document, for the page behind a link: nobody should have to begin before they see what for.

import { Problem } from '../../domain/problem'
import { pictureOf } from '../documents/picture'
import type { Context } from '../kernel/context'
import type { File } from '../kernel/file'
import { documentsToSign } from '../journey/revision-to-sign'
import { standing } from '../journey/standing'
import { findByToken } from './find-by-token'

const WIDTH = 560

/** For whoever could open the journey by this link now. NOT_FOUND for anybody else, and where it is over or somebody else's turn. */
export async function firstPage(context: Context, token: string): Promise<File> {
  const found = await findByToken(context, context.db, token)
  if (!found || found.opens === 'nothing') throw hidden()
  const journey = await standing(context, context.db, found.signerId)
  const { place, request } = journey
  if (place.at === 'closed' || (place.at === 'waiting' && place.for === 'turn')) throw hidden()
  const [first] = await documentsToSign(context, context.db, journey)
  const document = request.documents.find((one) => one.document.id === first?.id)?.document
  if (!document || document.purgedAt !== null) throw hidden()
  return { name: 'page-1.png', mimeType: 'image/png', bytes: await pictureOf(context, document, 1, WIDTH) }
}

const hidden = () => new Problem('NOT_FOUND.dead_link')
