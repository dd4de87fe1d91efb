// Makes PDFs of any length and weight, the same bytes each time: input for tests and for the bench.

export type Sample = {
  pages: number
  /** Bytes of incompressible image on each page. */
  imageBytes?: number
  rotate?: 0 | 90 | 180 | 270
  mediaBox?: string
  cropBox?: string
}

/** A classic cross-reference table, a balanced page tree, Helvetica text and grey images. */
export function samplePdf({ pages, imageBytes = 0, rotate = 0, mediaBox = '[0 0 595 842]', cropBox }: Sample): Buffer {
  const out = new Writer()
  const fanout = 20
  const font = 3
  const firstNode = 4
  const nodes = Math.ceil(pages / fanout)
  const perPage = imageBytes > 0 ? 3 : 2
  const pageNumber = (i: number): number => firstNode + nodes + perPage * i
  const list = (length: number, number: (i: number) => number): string => Array.from({ length }, (_, i) => `${number(i)} 0 R`).join(' ')
  out.object(1, '<< /Type /Catalog /Pages 2 0 R >>')
  out.object(2, `<< /Type /Pages /Count ${pages} /Kids [${list(nodes, (i) => firstNode + i)}] >>`)
  out.object(font, '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>')
  for (let node = 0; node < nodes; node++) {
    const count = Math.min(fanout, pages - node * fanout)
    const kids = list(count, (i) => pageNumber(node * fanout + i))
    out.object(firstNode + node, `<< /Type /Pages /Parent 2 0 R /Count ${count} /Kids [${kids}] >>`)
  }
  for (let i = 0; i < pages; i++) {
    const number = pageNumber(i)
    const image = imageBytes > 0 ? ` /XObject << /Im ${number + 2} 0 R >>` : ''
    const crop = cropBox ? ` /CropBox ${cropBox}` : ''
    out.object(
      number,
      `<< /Type /Page /Parent ${firstNode + Math.floor(i / fanout)} 0 R /MediaBox ${mediaBox}${crop} /Rotate ${rotate} ` +
        `/Contents ${number + 1} 0 R /Resources << /Font << /F1 ${font} 0 R >>${image} >> >>`,
    )
    const draw = imageBytes > 0 ? 'q 200 0 0 200 72 300 cm /Im Do Q ' : ''
    out.stream(number + 1, '', Buffer.from(`${draw}BT /F1 18 Tf 72 720 Td (Contract, page ${i + 1} of ${pages}) Tj ET`))
    if (imageBytes > 0) {
      const side = Math.floor(Math.sqrt(imageBytes))
      const entries = `/Type /XObject /Subtype /Image /Width ${side} /Height ${side} /ColorSpace /DeviceGray /BitsPerComponent 8 `
      out.stream(number + 2, entries, noise(side * side, i + 1))
    }
  }
  return out.end(1)
}

class Writer {
  private readonly parts: Buffer[] = [Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1')]
  private readonly offsets: number[] = []
  private length = this.parts[0]?.length ?? 0

  object(number: number, body: string): void {
    this.offsets[number] = this.length
    this.put(Buffer.from(`${number} 0 obj\n${body}\nendobj\n`, 'latin1'))
  }

  stream(number: number, entries: string, bytes: Buffer): void {
    this.offsets[number] = this.length
    this.put(Buffer.from(`${number} 0 obj\n<< ${entries}/Length ${bytes.length} >>\nstream\n`, 'latin1'))
    this.put(bytes)
    this.put(Buffer.from('\nendstream\nendobj\n', 'latin1'))
  }

  end(root: number): Buffer {
    const start = this.length
    const size = this.offsets.length
    const rows = Array.from({ length: size - 1 }, (_, i) => `${String(this.offsets[i + 1]).padStart(10, '0')} 00000 n\r\n`)
    this.put(Buffer.from(`xref\n0 ${size}\n0000000000 65535 f\r\n${rows.join('')}trailer\n`, 'latin1'))
    this.put(Buffer.from(`<< /Size ${size} /Root ${root} 0 R >>\nstartxref\n${start}\n%%EOF\n`, 'latin1'))
    return Buffer.concat(this.parts)
  }

  private put(bytes: Buffer): void {
    this.parts.push(bytes)
    this.length += bytes.length
  }
}

/** Marsaglia's xorshift: bytes that do not compress, from a seed. */
function noise(length: number, seed: number): Buffer {
  const words = new Uint32Array(Math.ceil(length / 4))
  let state = (seed * 2654435761) >>> 0 || 1
  for (let i = 0; i < words.length; i++) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    words[i] = state >>> 0
  }
  return Buffer.from(words.buffer, 0, length)
}
