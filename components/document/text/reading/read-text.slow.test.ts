// Documents as text that take long to read: many pages, and more letters on one than anybody reads.

import { expect, it } from 'vitest'
import { withPdf } from '@/lib/testing/open-pdf'
import { longPdf, textPdf } from '@/lib/testing/text-pdf'
import type { PageState } from '../layout/block'
import { readText } from './read-text'

const states = (bytes: Uint8Array): Promise<PageState[]> =>
  withPdf(bytes, async ({ pdf, canvas }) => {
    const all: PageState[] = []
    await readText(pdf, { canvas, signal: new AbortController().signal, onPage: ({ state }) => all.push(state) })
    return all
  })

it('a page of a million letters is named as one that cannot be read, and costs no picture of it', async () => {
  const pieces = Array.from({ length: 2000 }, (_, at) => ({ text: 'abcdefghij '.repeat(45), x: 10, y: 800 - at * 0.3, size: 3 }))
  expect(await states(textPdf({ pieces }))).toEqual(['unread'])
})

it('letters as large as the page, thousands of times over one another, are not looked at one by one', async () => {
  const pieces = Array.from({ length: 3000 }, () => ({ text: 'W', x: 0, y: 100, size: 600 }))
  expect(await states(textPdf({ pieces }))).toEqual(['unread'])
})

it('500 pages are read, one after the other', async () => {
  expect(new Set(await states(longPdf(500)))).toEqual(new Set(['text']))
})

it('a reader who goes away stops the reading', async () => {
  await withPdf(longPdf(500), async ({ pdf, canvas }) => {
    const stop = new AbortController()
    const read: number[] = []
    await readText(pdf, {
      canvas,
      signal: stop.signal,
      onPage: ({ number }) => {
        read.push(number)
        if (number === 2) stop.abort()
      },
    })
    expect(read).toEqual([1, 2])
  })
})
