// The console's sign-in and sign-out.
import { authHandler } from '@/lib/http/console/session'

export { authHandler as GET, authHandler as POST }
