// Model loaders fetch their files, and Node's fetch refuses file: URLs. This fetch, for a worker, answers file: URLs and nothing else.
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

const address = (input: RequestInfo | URL): string => (input instanceof Request ? input.url : String(input))

// Only for a worker thread: it replaces the thread's global fetch, and the analysis never needs the network.
export function answerFileUrls(): void {
  globalThis.fetch = async (input) => {
    const url = address(input)
    if (!url.startsWith('file://')) throw new TypeError('the identity worker makes no network requests')
    const type = url.endsWith('.json') ? 'application/json' : 'application/octet-stream'
    return new Response(await readFile(fileURLToPath(url)), { headers: { 'content-type': type } })
  }
}
