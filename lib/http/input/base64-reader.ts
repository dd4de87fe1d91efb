// Decodes the inside of a JSON string that holds base64 (RFC 4648, section 4), piece by piece: strict, so that no two texts mean the same file.

import { Problem } from '../../domain/problem'

const QUOTE = 0x22
const BACKSLASH = 0x5c
const ALPHABET = /^[A-Za-z0-9+/]*$/
const PADDED = /^([A-Za-z0-9+/]*)(={1,2})$/
/** Encoders break lines, and JSON writes a line break as one of these; some write `/` and `+` in a long way. */
const ESCAPES: Record<string, string> = { '/': '/', n: '', r: '', t: '' }

export class Base64Reader {
  /** Characters that are not yet a whole group of four. */
  private held = ''
  private padding = 0
  private escape: string | null = null

  constructor(
    private readonly member: string,
    private readonly decoded: (bytes: Buffer) => Promise<void>,
  ) {}

  /** Answers where the string ends in this piece (the place of its quotation mark), or null when it goes on. */
  async write(piece: Buffer, from: number): Promise<number | null> {
    const quote = piece.indexOf(QUOTE, from)
    const end = quote < 0 ? piece.length : quote
    for (let at = from; at < end;) {
      if (this.escape !== null) {
        await this.escaped(String.fromCharCode(piece[at] ?? 0))
        at += 1
        continue
      }
      const backslash = piece.indexOf(BACKSLASH, at)
      const plain = backslash < 0 || backslash > end ? end : backslash
      await this.take(piece.toString('latin1', at, plain))
      if (plain < end) this.escape = ''
      at = plain + 1
    }
    // An escaped quotation mark is no base64: whether it ends the string does not matter.
    if (quote >= 0 && this.escape !== null) throw this.refused()
    return quote < 0 ? null : quote
  }

  async end(): Promise<void> {
    const { held, padding } = this
    const whole = padding === 0 ? held.length !== 1 : padding <= 2 && held.length + padding === 4
    const last = Buffer.from(held, 'base64')
    // Bits that no byte takes up must be zero (section 3.5).
    if (!whole || last.toString('base64').replaceAll('=', '') !== held) throw this.refused()
    if (last.length > 0) await this.decoded(last)
  }

  private async escaped(character: string): Promise<void> {
    const escape = `${this.escape ?? ''}${character}`
    this.escape = escape
    const short = ESCAPES[escape]
    if (short !== undefined) {
      this.escape = null
      await this.take(short)
    } else if (/^u[0-9a-fA-F]{4}$/.test(escape)) {
      this.escape = null
      await this.take(String.fromCharCode(Number.parseInt(escape.slice(1), 16)).replace(/[\r\n\t]/, ''))
    } else if (!/^u[0-9a-fA-F]{0,3}$/.test(escape)) throw this.refused()
  }

  private async take(text: string): Promise<void> {
    if (text === '') return
    const padded = ALPHABET.test(text) ? null : PADDED.exec(text)
    if (!padded && !ALPHABET.test(text)) throw this.refused()
    const [, letters = text, signs = ''] = padded ?? []
    if (this.padding > 0 && letters !== '') throw this.refused()
    this.padding += signs.length
    const all = this.held + letters
    const whole = all.length - (all.length % 4)
    this.held = all.slice(whole)
    if (whole > 0) await this.decoded(Buffer.from(all.slice(0, whole), 'base64'))
  }

  private refused(): Problem {
    const message = `${this.member} is not base64. Encode the file with the standard alphabet (A-Z, a-z, 0-9, + and /), as the program base64 does.`
    return new Problem('VALIDATION_FAILED', message, { errors: [{ pointer: `/${this.member}`, code: 'INVALID_BASE64', detail: message }] })
  }
}
