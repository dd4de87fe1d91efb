// Answers the page /verify: what a file proves, as POST /v1/validate says it, and the pages of it that were changed after a signature.

import { z } from 'zod'
import { comparePages } from '../../operations/validation/compare-pages'
import { verifyForAnyone } from '../../operations/validation/verify-for-anyone'
import { json } from '../answer/problem-response'
import { CompareQuery, presentCompared } from '../schemas/compared-pages'
import { presentVerified } from '../schemas/validation'
import { withStrangersFile } from './strangers-file'

export const verifyUpload = (request: Request): Promise<Response> =>
  withStrangersFile(request, z.strictObject({}), async ({ context, file }) =>
    json(200, presentVerified(await verifyForAnyone(context, { file }))),
  )

export const compareUpload = (request: Request): Promise<Response> =>
  withStrangersFile(request, CompareQuery, async ({ context, file, asked }) =>
    json(200, presentCompared(await comparePages(context, { file, ...asked }))),
  )
