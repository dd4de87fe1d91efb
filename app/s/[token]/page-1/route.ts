// GET /s/{token}/page-1: a picture of the first page of what is to be signed
import { firstPageOf } from '@/lib/http/journey/open-link'

export const GET = firstPageOf
