// Text messages: one segment of the GSM 7-bit alphabet each (160 characters), so that they arrive whole, fast and everywhere.

const SEGMENT = 160
/** 3GPP TS 23.038, 6.2.1, without the letters that cost two places and without control characters but the line break. */
const GSM_7 = new Set(
  '@£$¥èéùìòÇ\nØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
)
const TYPOGRAPHY: Record<string, string> = {
  '“': '"',
  '”': '"',
  '„': '"',
  '‘': "'",
  '’': "'",
  '–': '-',
  '—': '-',
  '…': '...',
  '\u00a0': ' ',
}
const LETTERS: Record<string, string> = { ł: 'l', Ł: 'L', đ: 'd', Đ: 'D', ı: 'i', œ: 'oe', Œ: 'OE', þ: 'th', Þ: 'Th', ð: 'd', Ð: 'D' }

type About = { code: string; requester: string; baseUrl: string }

/** The code of an act of signing, naming what is signed, so that a person who was tricked can notice. */
export function signingCodeText({ code, documents, requester, baseUrl }: About & { documents: readonly string[] }): string {
  const count = documents.length === 1 ? '1 document' : `${documents.length} documents`
  return fitted(
    [
      (title, name) =>
        `${code} is your code to sign "${title}" (${count}) for ${name}. Valid 10 minutes. Never share it, not even with us.`,
      (_, name) => `${code} is your code to sign ${count} for ${name}. Valid 10 minutes. Never share it.`,
      () => `${code} is your code to sign ${count}. Valid 10 minutes. Never share it.`,
    ],
    documents[0] ?? '',
    requester,
    bound(baseUrl, code),
  )
}

/** Proves that a phone number, newly given, is the signer's. */
export function phoneCodeText({ code, requester, baseUrl }: About): string {
  return fitted(
    [
      (_, name) => `${code} is your code to confirm this phone number for signing with ${name}. Valid 10 minutes. Never share it.`,
      () => `${code} is your code to confirm this phone number. Valid 10 minutes. Never share it.`,
    ],
    '',
    requester,
    bound(baseUrl, code),
  )
}

/** The link that continues a journey on the phone. Links are never shortened: the address is what makes it trustworthy. */
export function handoverText({ url, requester }: { url: string; requester: string }): string {
  return fitted(
    [
      (_, name) => `Continue signing for ${name} on this phone. The link works for 10 minutes, once:`,
      () => 'Continue signing on this phone. The link works for 10 minutes, once:',
      () => 'Continue signing here:',
    ],
    '',
    requester,
    url,
  )
}

/** The signer's personal link, once more. What the requester adds in their own words goes by mail, where there is room for it. */
export function reminderText({ url, requester, expiresAt }: { url: string; requester: string; expiresAt: Date }): string {
  const day = expiresAt.toISOString().slice(0, 10)
  return fitted(
    [
      (_, name) => `${name} is waiting for your signature. Please sign before ${day}:`,
      (_, name) => `Please sign for ${name} before ${day}:`,
      () => 'Please sign here:',
    ],
    '',
    requester,
    url,
  )
}

/** Origin-bound one-time codes: the browser fills the code in only on this host. */
function bound(baseUrl: string, code: string): string {
  return `@${new URL(baseUrl).hostname} #${code}`
}

/** The first wording that fits with the last line; long titles and names are cut before a poorer wording is taken. */
function fitted(
  wordings: readonly ((title: string, requester: string) => string)[],
  title: string,
  requester: string,
  lastLine: string,
): string {
  const room = SEGMENT - lastLine.length - 1
  const plainTitle = gsm(title)
  const plainName = gsm(requester)
  for (const wording of wordings) {
    // A title in another alphabet has nothing left to show; the next wording does without.
    if (wording.length > 0 && usesTitle(wording) && plainTitle.length < 3 && wordings.length > 1) continue
    for (const [longestTitle, longestName] of [
      [60, 40],
      [40, 30],
      [25, 30],
      [14, 20],
    ] as const) {
      const message = wording(cut(plainTitle, longestTitle), cut(plainName === '' ? 'your requester' : plainName, longestName))
      if (message.length <= room) return `${message}\n${lastLine}`
    }
  }
  return lastLine
}

function usesTitle(wording: (title: string, requester: string) => string): boolean {
  return wording('\u0000', '').includes('\u0000')
}

function cut(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 3).trimEnd()}...`
}

/** Accents that the alphabet lacks are dropped, other scripts left out. */
export function gsm(text: string): string {
  return Array.from(text.normalize('NFC'), (character) => {
    if (GSM_7.has(character)) return character === '\n' ? ' ' : character
    const replacement = TYPOGRAPHY[character] ?? LETTERS[character] ?? character.normalize('NFD').replace(/\p{M}/gu, '')
    return Array.from(replacement).every((letter) => GSM_7.has(letter)) ? replacement : ''
  })
    .join('')
    .replace(/\s+/g, ' ')
    .trim()
}
