// A signed file that somebody without an account wants judged.
export { verifyUpload as POST } from '@/lib/http/verify/verify-upload'

export const dynamic = 'force-dynamic'
