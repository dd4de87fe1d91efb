// What stands in the envelope of every refusal, for the description; lib/http/answer/problem-response.ts writes it.

import { z } from 'zod'

const FieldProblem = z.object({
  pointer: z.string().meta({ description: 'Where in the body, as a JSON Pointer (RFC 6901).', examples: ['/signers/0/email'] }),
  code: z.string().meta({ description: 'What kind of mistake it is.', examples: ['INVALID_FORMAT'] }),
  detail: z
    .string()
    .meta({ description: 'What is wrong with it, in words.', examples: ['not a mail address; write one such as anna@example.com'] }),
})

export const Problem = z
  .object({
    code: z.string().meta({ description: 'What programs decide by. The reference has a page for each.', examples: ['DOCUMENT_TOO_LARGE'] }),
    message: z.string().meta({
      description: 'What happened and what to do, for people. The wording may change; do not compare it.',
      examples: ['File exceeds the 50 MB limit. Received: 62.3 MB.'],
    }),
    docs_url: z
      .url()
      .meta({ description: 'The page about this code.', examples: ['https://sign.example.com/docs/errors/DOCUMENT_TOO_LARGE'] }),
    request_id: z.string().meta({ description: 'Quote it when you write to support.', examples: ['req_V1W2X3Y4Z5A6B7C8'] }),
    errors: z.array(FieldProblem).optional().meta({ description: 'Each field at fault, where particular fields are.' }),
  })
  .meta({ id: 'Problem' })
