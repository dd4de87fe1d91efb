// Reads printed text of a picture with Tesseract's LSTM network, as WebAssembly in this thread: words with the certainty of each, line by line.
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import sharp from 'sharp'
import { packageFile, requireFrom } from '../engine/packages'
import type { GreyImage } from '../engine/image'
import { inkOf } from './ink'
import { datesIn } from './printed-date'
import type { PrintedLine, PrintedWord } from './printed-line'

type Tesseract = {
  FS: { writeFile(path: string, data: Uint8Array): void }
  TessBaseAPI: new () => Recogniser
}
type Recogniser = {
  Init(folder: null, language: string, engine: number): number
  SetPageSegMode(mode: number): void
  SetVariable(name: string, value: string): boolean
  SetImageFile(exif: number, angle: number): number
  Recognize(monitor: null): number
  GetTSVText(page: number): string
  Clear(): void
}

const LSTM_ONLY = 1
// Of the networks for Latin letters the one for Polish knows Ł, which that for English took for t, L, r and E. Other marks count for nothing
// (name-spelling.ts).
const LANGUAGE = 'pol'
// Text wherever it stands: fields of a document are no paragraphs.
const SPARSE_TEXT = 11
const ONE_LINE = 7

type Scale = { readonly wider: number; readonly higher: number }

// The network sees a line in steps of three pixels, and two narrow figures side by side as one: of 15.11.2034 it was unsure, of 11.02.1992 it
// left a figure out. A wider line has more steps for each. What it misreads in one scale it mostly reads in the other.
const SCALES = { wide: { wider: 1.3, higher: 1 }, large: { wider: 1.3, higher: 1.3 }, small: { wider: 0.8, higher: 0.7 } } as const

// Numbers are read once more by themselves, as what they are: of letters and figures a 9 is taken for an O, and states leave O out of their
// numbers, as they do Q. Of 36 numbers 29 were read, and 35 so.
const OF_NUMBERS = '0123456789ABCDEFGHIJKLMNPRSTUVWXYZ'
const IS_NUMBER = /^(?=.*\d)[A-Za-z0-9]{6,}$/
const MOST_NUMBERS = 4
// Around a word, in parts of its height.
const MARGIN = 0.6

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
  const data = readFileSync(packageFile(`@tesseract.js-data/${LANGUAGE}`, `4.0.0_best_int/${LANGUAGE}.traineddata.gz`))
  tesseract.FS.writeFile(`./${LANGUAGE}.traineddata`, gunzipSync(data))
  const recogniser = new tesseract.TessBaseAPI()
  if (recogniser.Init(null, LANGUAGE, LSTM_ONLY) !== 0) throw new Error('the text reader did not start')
  loaded = { tesseract, recogniser }
}

type Box = { readonly left: number; readonly top: number; readonly width: number; readonly height: number }
// In pixels of the picture before it was scaled.
type Seen = { readonly line: string; readonly word: PrintedWord; readonly box: Box }

// Columns of Tesseract's table: level, page, block, paragraph, line, word, left, top, width, height, certainty, text.
function wordsOf(table: string, { wider, higher }: Scale): Seen[] {
  const words = table.split('\n').flatMap((row): Seen[] => {
    const columns = row.split('\t')
    const [certainty, text] = [Number(columns[10]), columns[11]?.trim() ?? '']
    if (columns[0] !== '5' || text === '') return []
    const [left = 0, top = 0, width = 0, height = 0] = columns.slice(6, 10).map(Number)
    const box = { left: left / wider, top: top / higher, width: width / wider, height: height / higher }
    return [{ line: columns.slice(1, 5).join(), word: { text: text.slice(0, LONGEST_WORD), certainty: Math.round(certainty) }, box }]
  })
  return words.slice(0, MOST_WORDS)
}

function linesOf(words: readonly Seen[]): PrintedLine[] {
  const lines = new Map<string, PrintedWord[]>()
  for (const { line, word } of words) lines.set(line, [...(lines.get(line) ?? []), word])
  return [...lines.values()]
}

async function recognised({ width, height, data }: GreyImage, scale: Scale, mode: number, characters: string, part?: Box): Promise<Seen[]> {
  if (!loaded) throw new Error('loadTextReader() has not finished')
  const { tesseract, recogniser } = loaded
  const shown = sharp(data, { raw: { width, height, channels: 1 } })
  const [wide, high] = [Math.round((part?.width ?? width) * scale.wider), Math.round((part?.height ?? height) * scale.higher)]
  const pixels = await (part ? shown.extract(part) : shown)
    .resize({ width: wide, height: high, fit: 'fill' })
    .toColourspace('b-w')
    .raw()
    .toBuffer()
  // Portable graymap: the pixels as they are, so that nothing is packed here to be unpacked there.
  tesseract.FS.writeFile('/input', Buffer.concat([Buffer.from(`P5 ${wide} ${high} 255\n`), pixels]))
  if (recogniser.SetImageFile(1, 0) !== 0) return []
  recogniser.SetVariable('tessedit_char_whitelist', characters)
  recogniser.SetPageSegMode(mode)
  recogniser.Recognize(null)
  const words = wordsOf(recogniser.GetTSVText(0), scale)
  recogniser.Clear()
  return words
}

function around({ left, top, width, height }: Box, image: GreyImage): Box {
  const margin = MARGIN * height
  const [x, y] = [Math.max(0, Math.floor(left - margin)), Math.max(0, Math.floor(top - margin))]
  return {
    left: x,
    top: y,
    width: Math.min(image.width - x, Math.ceil(width + 2 * margin)),
    height: Math.min(image.height - y, Math.ceil(height + 2 * margin)),
  }
}

/** `again`: whether another picture of the same side was read before. Behind the lines, numbers stand once more, parted from them. */
export async function readText(image: GreyImage, again = false): Promise<PrintedLine[]> {
  const ink = await inkOf(image)
  const words = await recognised(ink, again ? SCALES.large : SCALES.wide, SPARSE_TEXT, '')
  const numbers = words.filter(({ word }) => IS_NUMBER.test(word.text) && datesIn([word]).length === 0).slice(0, MOST_NUMBERS)
  const readings: PrintedLine[] = []
  for (const { box } of numbers)
    for (const scale of [SCALES.large, SCALES.small])
      readings.push(...linesOf(await recognised(ink, scale, ONE_LINE, OF_NUMBERS, around(box, ink))))
  return [...linesOf(words), ...(readings.length > 0 ? [[], ...readings] : [])]
}
