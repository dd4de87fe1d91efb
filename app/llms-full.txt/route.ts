// /llms-full.txt: the same with every guide in full.
import { siteAddress } from '@/lib/http/site-address'
import { everything } from '../docs/llms'

export async function GET(): Promise<Response> {
  return new Response(await everything(siteAddress()), {
    headers: { 'content-type': 'text/markdown; charset=utf-8', 'cache-control': 'public, max-age=300' },
  })
}
