// The pipeline of the console's own calls about one signer: origin, session, permission, parse, act at the time of the request, answer as JSON.

import type { z } from 'zod'
import type { OrganisationCaller } from '../../domain/caller'
import { requirePermission, type Permission } from '../../domain/permissions'
import type { Context } from '../../operations/kernel/context'
import { atTimeOf } from '../../operations/kernel/request-clock'
import { pageAnswer } from '../answer/page-answer'
import { readBody } from '../input/body'
import { parse } from '../input/parse'
import { requireSameOrigin } from '../input/same-origin'
import { requireConsoleCaller } from './session'

type Segment = { params: Promise<{ id: string; signer: string }> }
type Call<B> = { context: Context; caller: OrganisationCaller; request: Request; of: { requestId: string; signerId: string }; body: B }

export function consoleRoute<B>(permission: Permission, act: (call: Call<B>) => Promise<unknown>, input?: z.ZodType<B>) {
  return async (request: Request, { params }: Segment): Promise<Response> => {
    const { id: requestId, signer: signerId } = await params
    return pageAnswer(request, async (made) => {
      if (request.method !== 'GET' && request.method !== 'HEAD') requireSameOrigin(request, made.baseUrl)
      const caller = await requireConsoleCaller(made, request)
      requirePermission(caller, permission)
      const body = input ? parse(input, (await readBody(made, request, 'json')).value, 'body') : (undefined as B)
      const context = await atTimeOf(made, made.db, { request: requestId })
      return act({ context, caller, request, of: { requestId, signerId }, body })
    })
  }
}
