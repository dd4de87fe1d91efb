// POST /api/space/documents: what the person signed or is asked to sign; a search is no part of the address
import { spaceDocuments } from '@/lib/http/space/documents'
import { spaceRoute } from '@/lib/http/space/route'
import { SpaceDocumentsInput } from '@/lib/http/schemas/space'

export const POST = spaceRoute(({ context, caller, body }) => spaceDocuments(context, caller, body), { body: SpaceDocumentsInput })
