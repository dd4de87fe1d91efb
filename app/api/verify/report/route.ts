// The report on a file, as a file of its own, for somebody without an account.
export { reportUpload as POST } from '@/lib/http/verify/verify-upload'

export const dynamic = 'force-dynamic'
