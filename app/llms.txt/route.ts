// /llms.txt: what programs that read documentation need first, in Markdown.
import { siteAddress } from '@/lib/http/site-address'
import { index } from '../docs/llms'

export function GET(): Response {
  return new Response(index(siteAddress()), {
    headers: { 'content-type': 'text/markdown; charset=utf-8', 'cache-control': 'public, max-age=300' },
  })
}
