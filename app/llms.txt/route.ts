// /llms.txt: what programs that read documentation need first, in Markdown.
import { config } from '@/lib/config'
import { index } from '../docs/llms'

export function GET(): Response {
  return new Response(index(config().baseUrl), {
    headers: { 'content-type': 'text/markdown; charset=utf-8', 'cache-control': 'public, max-age=300' },
  })
}
