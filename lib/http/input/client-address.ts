// The client's address, as the last proxy before us saw it.

/** Personal data: counted by digest, never logged. */
export function addressOf(headers: Headers): string {
  return headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() ?? 'direct'
}
