// The pages of a file that were changed after a signature, for somebody without an account.
export { compareUpload as POST } from '@/lib/http/verify/verify-upload'

export const dynamic = 'force-dynamic'
