// Where a link of the requester leads: the signer is shown the host before they go there.

/** The host of an http address. For any other address there is no link, and the page stays. */
export function hostOf(url: string): string | null {
  try {
    const parsed = new URL(url)
    return parsed.protocol === 'https:' || parsed.protocol === 'http:' ? parsed.host : null
  } catch {
    return null
  }
}
