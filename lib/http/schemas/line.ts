// A text of one line that a requester types: the name of a document, the description of an endpoint.

import { z } from 'zod'
import { isPlainLine } from '../../domain/plain-text'

export const line = (most: number) =>
  z.string().trim().min(1).max(most).refine(isPlainLine, 'holds line breaks or invisible signs; write it on one line')
