// POST /api/language: what the switch of languages on every page sends
import { chooseOnPage } from '@/lib/http/answer/choose-language'

export const POST = chooseOnPage
