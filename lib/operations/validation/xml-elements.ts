// The pieces of XML that the report is put together from.

const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256'

export const element = (name: string, ...content: readonly string[]): string => `<${name}>${content.join('')}</${name}>`
export const reference = (name: string, id: string): string => `<${name} VOReference="${id}"/>`
export const digest = (sha256: string): string =>
  element(
    'DigestAlgAndValue',
    `<ds:DigestMethod Algorithm="${SHA256}"/>`,
    element('ds:DigestValue', Buffer.from(sha256, 'hex').toString('base64')),
  )

/** XML 1.0 knows no control characters but these three (2.2); names of signers come from files of strangers. */
export function text(value: string): string {
  return value
    .toWellFormed()
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>\r]/g, (character) => `&#${character.charCodeAt(0)};`)
}
