// The headers of a file that is sent: its type, and its name in whatever alphabet.

export type Disposition = 'attachment' | 'inline'

/** RFC 6266: a plain name for old programs, the real one in UTF-8 beside it. */
export function fileHeaders(name: string, mimeType: string, disposition: Disposition): Record<string, string> {
  const plain = name.normalize('NFKD').replace(/[^\w .()-]/g, '_')
  const encoded = encodeURIComponent(name.toWellFormed()).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
  return {
    'content-type': mimeType,
    'x-content-type-options': 'nosniff',
    'content-disposition': `${disposition}; filename="${plain}"; filename*=UTF-8''${encoded}`,
  }
}
