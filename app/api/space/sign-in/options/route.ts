// POST /api/space/sign-in/options: what a passkey is to sign
import { askToSignIn } from '@/lib/http/space/enter'

export const POST = askToSignIn
