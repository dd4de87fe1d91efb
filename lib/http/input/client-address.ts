// The address a request comes from, as the last proxy before us saw it.

/** Personal data: it is counted by digest, and never logged. */
export function addressOf(headers: Headers): string {
  return headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() ?? 'direct'
}
