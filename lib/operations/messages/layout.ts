// The look of every mail: one quiet column that old mail programs can draw, the requester's name on top, and a plain-text twin.

import { contrast, hexOf, rgbOf, WHITE } from '../../domain/colour'
import type { Language } from '../../wording/catalogue'
import { wording } from '../../wording/wording'
import type { Reach } from '../kernel/tenant-contact'
import type { Letter, Written } from './letter'

export type Block =
  | { kind: 'text'; text: string }
  | { kind: 'quiet'; text: string }
  | { kind: 'list'; title: string; items: readonly string[] }
  | { kind: 'button'; label: string; url: string }
  | { kind: 'quote'; title: string; text: string }

/** `footer` where the mail is not about a request to a signer. */
export type Content = { subject: string; heading: string; blocks: readonly Block[]; reason: string; footer?: readonly string[] }
/** What every mail says about its sender. */
export type Sender = Pick<Letter, 'language' | 'qualified' | 'requestId' | 'baseUrl'> & {
  requester: Pick<Letter['requester'], 'name' | 'color'> & Partial<Pick<Letter['requester'], 'reach'>>
}

const INK = '#1b1d22'
const SOFT = '#5a606b'
const LINE = '#e5e2db'
const GROUND = '#faf9f6'
const ACCENT = '#2a3a8f'
const FONT = "font-family:Inter,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"

export function written(letter: Sender, content: Content): Written {
  return { subject: oneLine(content.subject), html: html(letter, content), text: plain(letter, content) }
}

function html(letter: Sender, content: Content): string {
  const { subject, heading, blocks } = content
  const accent = accentOf(letter)
  const say = wording(letter.language, 'mails')
  const initial = Array.from(letter.requester.name)[0]?.toUpperCase() ?? 'Q'
  const ribbon = letter.qualified
    ? ''
    : `<tr><td style="background:#fdf3dd;color:#8a5a00;padding:10px 28px;font-size:13px;font-weight:600">${esc(say('test'))}</td></tr>`
  return `<!doctype html><html lang="${letter.language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light"><title>${esc(subject)}</title></head>
<body style="margin:0;background:${GROUND};color:${INK};${FONT};font-size:16px;line-height:1.55">
<div style="display:none;max-height:0;overflow:hidden">${esc(preheader(blocks))}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:${GROUND}"><tr><td align="center" style="padding:28px 12px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:580px;background:#ffffff;border:1px solid ${LINE};border-radius:14px;border-collapse:separate;overflow:hidden">
<tr><td style="padding:20px 28px;border-bottom:1px solid ${LINE}"><table role="presentation" cellpadding="0" cellspacing="0"><tr>
<td style="width:32px;height:32px;border-radius:8px;background:${accent};color:#ffffff;text-align:center;font-weight:700;font-size:15px">${esc(initial)}</td>
<td style="padding-left:12px;font-weight:600;font-size:15px">${esc(letter.requester.name)}</td></tr></table></td></tr>
${ribbon}
<tr><td style="padding:28px 28px 8px"><h1 style="margin:0 0 16px;font-size:23px;line-height:1.25;letter-spacing:-.02em">${esc(heading)}</h1>
${blocks.map((block) => htmlBlock(block, accent, say('button'))).join('\n')}</td></tr>
<tr><td style="padding:18px 28px 24px;border-top:1px solid ${LINE};color:${SOFT};font-size:13px;line-height:1.5">${paragraphs(footer(letter, content))}</td></tr>
</table></td></tr></table></body></html>`
}

function htmlBlock(block: Block, accent: string, insteadOfButton: string): string {
  switch (block.kind) {
    case 'text':
      return `<p style="margin:0 0 16px">${lines(block.text)}</p>`
    case 'quiet':
      return `<p style="margin:0 0 16px;color:${SOFT};font-size:14px">${lines(block.text)}</p>`
    case 'list':
      return `<p style="margin:0 0 6px;font-weight:600">${esc(block.title)}</p><ul style="margin:0 0 18px;padding:0 0 0 20px">${block.items
        .map((item) => `<li style="margin:0 0 4px">${esc(item)}</li>`)
        .join('')}</ul>`
    case 'button':
      return `<table role="presentation" cellpadding="0" cellspacing="0" style="margin:4px 0 20px"><tr><td style="background:${accent};border-radius:12px"><a href="${esc(block.url)}" style="display:inline-block;padding:14px 24px;color:#ffffff;font-weight:600;text-decoration:none">${esc(block.label)}</a></td></tr></table>
<p style="margin:0 0 18px;color:${SOFT};font-size:13px">${esc(insteadOfButton)}<br><span style="word-break:break-all">${esc(block.url)}</span></p>`
    case 'quote':
      return `<p style="margin:0 0 6px;font-weight:600">${esc(block.title)}</p><blockquote style="margin:0 0 18px;padding:2px 0 2px 14px;border-left:3px solid ${LINE};color:${SOFT}">${lines(block.text)}</blockquote>`
  }
}

function plain(letter: Sender, content: Content): string {
  const { heading, blocks } = content
  const parts = blocks.map((block) => {
    switch (block.kind) {
      case 'text':
      case 'quiet':
        return block.text
      case 'list':
        return [block.title, ...block.items.map((item) => `- ${oneLine(item)}`)].join('\n')
      case 'button':
        return `${block.label}:\n${block.url}`
      case 'quote':
        return `${block.title}\n${block.text
          .split('\n')
          .map((line) => `> ${line}`)
          .join('\n')}`
    }
  })
  return (
    [...(letter.qualified ? [] : [wording(letter.language, 'mails')('test')]), heading, ...parts, '--', ...footer(letter, content)].join(
      '\n\n',
    ) + '\n'
  )
}

function footer(letter: Sender, { reason, footer: own }: Content): readonly string[] {
  if (own) return [reason, ...own]
  const say = wording(letter.language, 'mails')
  const { name, reach } = letter.requester
  return [
    say('footer.origin', { reason, address: letter.baseUrl }),
    say('footer.doubt', { requester: name, id: letter.requestId }),
    ...(reach ? [say('footer.reach', { requester: name, ways: waysOf(reach).join(', ') })] : []),
  ]
}

/** Below mails to an organisation, which has a console and keys to lose. */
export function organisationFooter({ language, requestId, baseUrl }: Pick<Sender, 'language' | 'requestId' | 'baseUrl'>): string[] {
  const say = wording(language, 'mails')
  return [say('footer.organisation', { address: baseUrl }), say('footer.reference', { id: requestId })]
}

const waysOf = ({ email, phone, hours }: Reach): string[] => [
  ...(phone === null ? [] : [hours === null ? phone : `${phone} (${hours})`]),
  email,
]

/** The preview that mail programs show beside the subject. */
function preheader(blocks: readonly Block[]): string {
  const first = blocks.find((block) => block.kind === 'text')
  return first?.kind === 'text' ? first.text.slice(0, 140) : ''
}

/** A requester's colour is used only where white text on it can be read (WCAG 1.4.3). */
function accentOf({ requester: { color } }: Sender): string {
  const colour = color === null ? null : rgbOf(color)
  return colour !== null && contrast(colour, WHITE) >= 4.5 ? hexOf(colour) : ACCENT
}

function paragraphs(texts: readonly string[]): string {
  return texts.map((text) => `<p style="margin:0 0 8px">${esc(text)}</p>`).join('')
}

function lines(text: string): string {
  return esc(text).replaceAll('\n', '<br>')
}

/** Names and titles are written by others: escaped, so that they never become markup or a second header line. */
function esc(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
}

/** Such as: “Loan agreement” and 2 more documents. */
export function titles({ language, documents }: { language: Language; documents: readonly string[] }): string {
  const [first = '', second = ''] = documents
  return wording(language, 'mails')('titles', { count: documents.length, first, second, more: documents.length - 1 })
}

export function text(value: string): Block {
  return { kind: 'text', text: value }
}

export function quiet(value: string): Block {
  return { kind: 'quiet', text: value }
}

export function list(title: string, items: readonly string[]): Block {
  return { kind: 'list', title, items }
}

export function quote(title: string, value: string): Block {
  return { kind: 'quote', title, text: value }
}

export function button(label: string, url: string): Block {
  return { kind: 'button', label, url }
}
