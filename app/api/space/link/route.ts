// POST /api/space/link: asks for a link by mail
import { askForLink } from '@/lib/http/space/enter'

export const POST = askForLink
