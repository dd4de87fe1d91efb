// POST /api/space/sign-in: opens a space with what a passkey has signed
import { signIn } from '@/lib/http/space/enter'

export const POST = signIn
