// What is wrong with a page in a language: English sentences, keys instead of words, and words that do not fit.

import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser'
import type { Page } from '@playwright/test'
import { messagesIn } from '../../lib/testing/translation'
import { catalogue, wordsIn } from '../../lib/wording/catalogue'
import { overflow } from '../axe'

/** What a page says and for screen readers, by the lines of its elements; `cut`: lines of which a part is not to be seen. */
type Said = { lines: string[]; cut: string[] }

/** `quoted`: what others wrote, such as titles and names, and what a fixture says in English. */
export async function faultsOfPage(page: Page, quoted: readonly string[] = []): Promise<string[]> {
  const { lines, cut } = await said(page)
  const byLength = [...quoted].sort((one, other) => other.length - one.length)
  const own = lines.map((line) => byLength.reduce((rest, text) => (text.length > 3 ? rest.replaceAll(text, '') : rest), line))
  const wider = await overflow(page)
  return [
    ...(wider > 0 ? [`wider than the phone by ${wider} pixels`] : []),
    ...own.filter((line) => ENGLISH.some((sentence) => line.includes(sentence))).map((line) => `in English: ${line}`),
    ...own.filter((line) => MONTHS.test(line)).map((line) => `an English date: ${line}`),
    ...own.filter((line) => KEYS.has(line) || /\{\w+[,}]/.test(line)).map((line) => `a key: ${line}`),
    ...cut.map((line) => `cut: ${line}`),
  ].map((fault) => fault.slice(0, 200))
}

const MONTHS = /\b(?:January|February|March|June|July|August|October|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b/
const KEYS = new Set(messagesIn(catalogue('en')).map(({ key }) => key))
/** Every run of at least three words that English has between two parameters. */
const ENGLISH = [
  ...new Set(
    messagesIn(wordsIn('en'))
      .flatMap(({ key, text }) => (/\.(?:version|date)$/.test(key) ? [] : runs(parse(text))))
      .flatMap((run) => run.split('\n'))
      .map((run) => run.replaceAll(/[#|*]|^- /g, '').trim())
      .filter((run) => (run.match(/\p{Ll}{2,}/gu) ?? []).length >= 3),
  ),
]

function runs(elements: readonly MessageFormatElement[]): string[] {
  return elements.flatMap((element) => {
    if (element.type === TYPE.literal) return [element.value]
    if (element.type === TYPE.tag) return runs(element.children)
    if (element.type !== TYPE.plural && element.type !== TYPE.select) return []
    return Object.values(element.options).flatMap(({ value }) => runs(value))
  })
}

function said(page: Page): Promise<Said> {
  return page.evaluate(() => {
    const lines = new Set<string>()
    const cut = new Set<string>()
    const add = (text: string | null) => {
      const line = text?.replaceAll(/\s+/g, ' ').trim() ?? ''
      if (line !== '') lines.add(line)
    }
    add(document.title)
    for (const element of document.querySelectorAll('body *')) {
      // Names of languages are in their own; documents and what people wrote say so.
      if (element.closest('script,style,noscript,option,[data-page],[dir=auto]')) continue
      for (const name of ['aria-label', 'placeholder', 'alt', 'title', 'aria-valuetext']) add(element.getAttribute(name))
      const own = [...element.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE)
      if (own.every(({ textContent }) => textContent?.trim() === '')) continue
      for (const node of own) add(node.textContent)
      if (!element.checkVisibility()) continue
      const { clientWidth, clientHeight, scrollWidth, scrollHeight } = element
      const { overflowX, overflowY, display } = getComputedStyle(element)
      // What is for screen readers alone is one pixel.
      if (display === 'inline' || clientWidth <= 1) continue
      const hides = (how: string) => how === 'hidden' || how === 'clip'
      if (
        (scrollWidth > clientWidth + 1 && overflowX !== 'auto' && overflowX !== 'scroll') ||
        (hides(overflowY) && scrollHeight > clientHeight + 2)
      )
        cut.add(element.textContent?.replaceAll(/\s+/g, ' ').trim() ?? '')
    }
    return { lines: [...lines], cut: [...cut] }
  })
}
