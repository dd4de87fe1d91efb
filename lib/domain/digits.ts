// Digits of every script as the ten of ASCII: people type the ones of their keyboard.

const isDigit = (codePoint: number): boolean => /\p{Nd}/u.test(String.fromCodePoint(codePoint))

/** Each script has its ten digits in a row that begins with zero; where several rows touch, they begin ten apart (Unicode 4.6). */
function valueOf(digit: string): string {
  const codePoint = digit.codePointAt(0) ?? 0
  let zero = codePoint
  while (zero > 0 && isDigit(zero - 1)) zero--
  return String((codePoint - zero) % 10)
}

/** The text with every decimal digit as one of `0123456789`; other characters stay. */
export function asciiDigits(text: string): string {
  return text.replaceAll(/\p{Nd}/gu, valueOf)
}
