// /llms-full.txt: what /llms.txt says, with every guide in full.
import { config } from '@/lib/config'
import { everything } from '../docs/llms'

export async function GET(): Promise<Response> {
  return new Response(await everything(config().baseUrl), {
    headers: { 'content-type': 'text/markdown; charset=utf-8', 'cache-control': 'public, max-age=300' },
  })
}
