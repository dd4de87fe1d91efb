// Base64 as XML has it (XML Schema 2, 3.2.16): with white space anywhere, and nothing else. Node passes over whatever it does not know, so that a
// text could stand in the midst of it.

/** Undefined for what is not base64 alone. */
export function octetsIn(text: string): Buffer | undefined {
  const encoded = text.replace(/\s+/g, '')
  const end = encoded.indexOf('=')
  const plain = end < 0 ? encoded : encoded.slice(0, end)
  const whole = encoded.length % 4 === 0 && encoded.length - plain.length <= 2 && /^=*$/.test(encoded.slice(plain.length))
  return whole && !/[^A-Za-z0-9+/]/.test(plain) ? Buffer.from(encoded, 'base64') : undefined
}
