// POST /api/space/sign-out
import { json } from '@/lib/http/answer/problem-response'
import { spaceAnswer } from '@/lib/http/space/route'
import { spaceCookie } from '@/lib/http/space/session'
import { signOutOfSpace } from '@/lib/operations/space/entrance/end-sessions'

export const POST = spaceAnswer(async ({ context, caller }) => {
  await signOutOfSpace(context, caller)
  // What this browser keeps of the pages of before is not for whoever sits there next.
  return json(200, {}, { 'set-cookie': spaceCookie(null, context.baseUrl), 'clear-site-data': '"cache", "storage"' })
})
