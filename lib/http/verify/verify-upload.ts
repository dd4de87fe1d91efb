// Answers the page /verify: what a file proves, as POST /v1/validate says it, the pages of it that were changed after a signature, and the
// report on it as a file.

import { z } from 'zod'
import { comparePages } from '../../operations/validation/compare-pages'
import { reportForAnyone, verifyForAnyone } from '../../operations/validation/verify-for-anyone'
import { fileHeaders } from '../answer/file-headers'
import { json } from '../answer/problem-response'
import { CompareQuery, presentCompared } from '../schemas/compared-pages'
import { presentVerified, ReportQuery } from '../schemas/validation'
import { withStrangersFile } from './strangers-file'

export const verifyUpload = (request: Request): Promise<Response> =>
  withStrangersFile(request, z.strictObject({}), async ({ context, file, client }) =>
    json(200, presentVerified(await verifyForAnyone(context, { file, client }))),
  )

export const compareUpload = (request: Request): Promise<Response> =>
  withStrangersFile(request, CompareQuery, async ({ context, file, client, asked }) =>
    json(200, presentCompared(await comparePages(context, { file, client, ...asked }))),
  )

export const reportUpload = (request: Request): Promise<Response> =>
  withStrangersFile(request, ReportQuery, async ({ context, file, client, asked: { format }, language }) => {
    const { name, mimeType, bytes } = await reportForAnyone(context, { file, client, format, language })
    return { status: 200, headers: fileHeaders(name, mimeType, 'attachment'), body: bytes }
  })
