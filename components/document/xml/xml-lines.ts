// Lays well-formed XML out for reading: one line for each tag, text beside it, indented by depth. Nothing is left out but white space.

export type XmlLine = { depth: number; text: string }

const TOKEN = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<\/[^>]+>|<(?:[^<>"']|"[^"]*"|'[^']*')+>|[^<]+/g

/** At most `most` lines; `whole` says whether these are all. */
export function xmlLines(xml: string, most: number): { lines: readonly XmlLine[]; whole: boolean } {
  const tokens = (xml.match(TOKEN) ?? []).filter((token) => token.trim() !== '')
  const lines: XmlLine[] = []
  let depth = 0
  for (let at = 0; at < tokens.length; at++) {
    if (lines.length === most) return { lines, whole: false }
    const token = tokens[at] ?? ''
    const [next = '', last = ''] = [tokens[at + 1], tokens[at + 2]]
    if (isClosing(token)) depth = Math.max(0, depth - 1)
    if (isOpening(token) && isClosing(next)) {
      lines.push({ depth, text: `${token}${next}` })
      at += 1
    } else if (isOpening(token) && !next.startsWith('<') && isClosing(last)) {
      lines.push({ depth, text: `${token}${next}${last}` })
      at += 2
    } else {
      lines.push({ depth, text: token.startsWith('<') ? token : token.trim() })
      if (isOpening(token)) depth += 1
    }
  }
  return { lines, whole: true }
}

const isClosing = (token: string): boolean => token.startsWith('</')
const isOpening = (token: string): boolean => /^<[^/!?]/.test(token) && !token.endsWith('/>')

/** Finds the encoding by the byte order mark, or by how `<` is written; what was accepted as XML is UTF-8 or UTF-16. */
export function xmlText(bytes: ArrayBuffer): string {
  const [a, b] = new Uint8Array(bytes, 0, Math.min(2, bytes.byteLength))
  const little = (a === 0xff && b === 0xfe) || (a === 0x3c && b === 0)
  const big = (a === 0xfe && b === 0xff) || (a === 0 && b === 0x3c)
  return new TextDecoder(little ? 'utf-16le' : big ? 'utf-16be' : 'utf-8').decode(bytes)
}
