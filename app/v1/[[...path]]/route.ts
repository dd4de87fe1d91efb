// Every path of the API that does not exist, and /v1 itself, answers in the API's own words.
import { notFound } from '@/lib/http/api/not-allowed'

export { notFound as GET, notFound as POST, notFound as PUT, notFound as PATCH, notFound as DELETE, notFound as OPTIONS }
