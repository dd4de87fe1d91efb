// Reads printed text of a picture with Tesseract's LSTM network, as WebAssembly in this thread: words with the certainty of each, line by line.
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import sharp from 'sharp'
import { packageFile, requireFrom } from '../engine/packages'
import type { GreyImage } from '../engine/image'
import { inkOf } from './ink'
import type { PrintedLine, PrintedWord } from './printed-line'

type Tesseract = {
  FS: { writeFile(path: string, data: Uint8Array): void }
  TessBaseAPI: new () => Recogniser
}
type Recogniser = {
  Init(folder: null, language: string, engine: number): number
  SetPageSegMode(mode: number): void
  SetImageFile(exif: number, angle: number): number
  Recognize(monitor: null): number
  GetTSVText(page: number): string
  Clear(): void
}

const LSTM_ONLY = 1
// Text wherever it stands: fields of a document are no paragraphs.
const SPARSE_TEXT = 11

// The network sees a line in steps of three pixels, and two narrow figures side by side as one: of 15.11.2034 it was unsure, of 11.02.1992 it
// left a figure out. A wider line has more steps for each.
const WIDER = 1.3

// A stranger's picture decides how much is read.
const MOST_WORDS = 200
const LONGEST_WORD = 40

let loaded: { tesseract: Tesseract; recogniser: Recogniser } | undefined

export async function loadTextReader(): Promise<void> {
  if (loaded) return
  const create = requireFrom(packageFile('tesseract.js-core', 'tesseract-core-simd-lstm.js')) as (options: object) => Promise<Tesseract>
  const silent = () => undefined
  const wasmBinary = readFileSync(packageFile('tesseract.js-core', 'tesseract-core-simd-lstm.wasm'))
  const tesseract = await create({ wasmBinary, print: silent, printErr: silent })
  const data = readFileSync(packageFile('@tesseract.js-data/eng', '4.0.0_best_int/eng.traineddata.gz'))
  tesseract.FS.writeFile('./eng.traineddata', gunzipSync(data))
  const recogniser = new tesseract.TessBaseAPI()
  if (recogniser.Init(null, 'eng', LSTM_ONLY) !== 0) throw new Error('the text reader did not start')
  loaded = { tesseract, recogniser }
}

// Columns of Tesseract's table: level, page, block, paragraph, line, word, left, top, width, height, certainty, text.
function linesOf(table: string): PrintedLine[] {
  const lines = new Map<string, PrintedWord[]>()
  let count = 0
  for (const row of table.split('\n')) {
    const columns = row.split('\t')
    const [certainty, text] = [Number(columns[10]), columns[11]?.trim() ?? '']
    if (columns[0] !== '5' || text === '' || ++count > MOST_WORDS) continue
    const line = columns.slice(1, 5).join()
    lines.set(line, [...(lines.get(line) ?? []), { text: text.slice(0, LONGEST_WORD), certainty: Math.round(certainty) }])
  }
  return [...lines.values()]
}

export async function readText(image: GreyImage): Promise<PrintedLine[]> {
  if (!loaded) throw new Error('loadTextReader() has not finished')
  const { tesseract, recogniser } = loaded
  const { width, height, data } = await inkOf(image)
  const wide = Math.round(width * WIDER)
  const pixels = await sharp(data, { raw: { width, height, channels: 1 } })
    .resize({ width: wide, height, fit: 'fill' })
    .toColourspace('b-w')
    .raw()
    .toBuffer()
  // Portable graymap: the pixels as they are, so that nothing is packed here to be unpacked there.
  tesseract.FS.writeFile('/input', Buffer.concat([Buffer.from(`P5 ${wide} ${height} 255\n`), pixels]))
  if (recogniser.SetImageFile(1, 0) !== 0) return []
  recogniser.SetPageSegMode(SPARSE_TEXT)
  recogniser.Recognize(null)
  const lines = linesOf(recogniser.GetTSVText(0))
  recogniser.Clear()
  return lines
}
