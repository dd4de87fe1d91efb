// Acts of pages (server actions) that no page of ours posts: refused before the framework reads them. It would answer 500, and write to the
// console what it was sent.

/** What the framework calls an act: a kind, and a digest of where the act stands. */
const ACT_ID = /^[0-9a-f]{42}$/

/** The status with which this request is refused; null for all others. Acts take words alone, and forms of pages go to routes. */
export async function refusedAct(request: Request): Promise<400 | 403 | 415 | null> {
  if (request.method !== 'POST') return null
  const { headers } = request
  if (headers.get('content-type')?.startsWith('multipart/form-data') === true) return 415
  const id = headers.get('next-action')
  if (id === null) return null
  if (!isOwnOrigin(headers)) return 403
  return ACT_ID.test(id) && areWords(await request.text()) ? null : 400
}

/** As the framework compares them. A client that names no origin is no browser, so no other site can have caused the request. */
function isOwnOrigin(headers: Headers): boolean {
  const origin = headers.get('origin')
  const host = headers.get('x-forwarded-host')?.split(',')[0]?.trim() ?? headers.get('host')
  return origin === null || (URL.canParse(origin) && new URL(origin).host === host)
}

/** Nothing but texts, which is seen before the body is parsed: names and nested lists would cost far more than their bytes. */
const TEXTS = /^\[(?:"(?:[^"\\]|\\.)*"(?:,"(?:[^"\\]|\\.)*")*)?\]$/

/** A list of strings. One that begins with a dollar sign stands for something else, unless it has two of them. */
function areWords(body: string): boolean {
  if (!TEXTS.test(body)) return false
  try {
    return (JSON.parse(body) as string[]).every((word) => !/^\$(?!\$)/.test(word))
  } catch {
    return false
  }
}
