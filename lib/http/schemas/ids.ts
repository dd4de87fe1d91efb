// The id of a document as the API takes it in addresses and bodies.

import { z } from 'zod'

export const DocumentId = z
  .string()
  .regex(/^doc_\w{1,32}$/, 'not a document id; it begins with doc_')
  .meta({ examples: ['doc_9Xk3mN7pQr2vT8wL'] })
