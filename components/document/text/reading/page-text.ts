// The text of a page from what was read of it: by its tags where they name most of it, else by place; and what about it cannot be believed.

import type { Block, PageState, PageText } from '../layout/block'
import { blocksByPlace } from '../layout/by-place'
import { blocksByTags, type Tag } from '../layout/by-tags'
import type { Run } from '../layout/run'
import { joinedLines, shownText, unreadable } from '../layout/words'

/** `seen`, `unseen`: text that leaves a trace on the page, and text that leaves none. `pictures`: the share of the page that pictures cover. */
export type ReadPage = {
  number: number
  seen: readonly Run[]
  unseen: readonly Run[]
  tags: Tag | null
  area: number
  pictures: number
  blank: boolean
}

/** Shares of the page from which a picture is worth a word, is what the page is, and text belongs to it. */
const SOME = 0.02
const MOST = 0.5
const TEXT = 0.03
/** So much of a text may have no meaning to a program before all of it is worthless. */
const GARBLED = 0.2
const UNSEEN_LINES = 50

export function pageText(page: ReadPage): PageText {
  const { number, seen } = page
  const state = stateOf(page)
  const unseen = joinedLines(page.unseen.map(({ text }) => text.trim())).slice(0, UNSEEN_LINES * 80)
  return {
    number,
    state,
    blocks: state === 'unread' ? [] : shown(blocksOf(seen, page.tags)),
    unseen: unseen === '' ? [] : [shownText(unseen)],
    beside: state !== 'text' || page.pictures < SOME ? null : page.pictures >= MOST ? 'scan' : 'picture',
  }
}

export const unreadPage = (number: number): PageText => ({ number, state: 'unread', blocks: [], unseen: [], beside: null })

function stateOf({ seen, area, pictures, blank }: ReadPage): PageState {
  const text = seen.map((run) => shownText(run.text)).join('')
  if (text.trim() === '') return blank ? 'empty' : 'picture'
  if (unreadable(text) > GARBLED * text.length) return 'unread'
  const covered = seen.reduce((sum, { box }) => sum + (box.right - box.left) * (box.bottom - box.top), 0)
  return pictures >= MOST && covered < TEXT * area ? 'picture' : 'text'
}

/** What the tags do not name is as much part of the page: above the tagged text, or below it. */
function blocksOf(seen: readonly Run[], tags: Tag | null): Block[] {
  if (tags === null) return blocksByPlace(seen)
  const { blocks, used } = blocksByTags(tags, seen)
  const letters = (runs: Iterable<Run>) => [...runs].reduce((sum, { text }) => sum + text.length, 0)
  if (letters(used) * 2 < letters(seen)) return blocksByPlace(seen)
  const top = [...used].reduce((least, { box }) => Math.min(least, box.top), Infinity)
  const others = seen.filter((run) => !used.has(run))
  const isAbove = ({ box }: Run) => box.bottom <= top
  return [...blocksByPlace(others.filter(isAbove)), ...blocks, ...blocksByPlace(others.filter((run) => !isAbove(run)))]
}

function shown(blocks: readonly Block[]): Block[] {
  return blocks.map((block): Block => {
    if (block.kind === 'list') return { ...block, items: block.items.map(shown) }
    if (block.kind === 'table')
      return { ...block, rows: block.rows.map((row) => row.map((cell) => ({ ...cell, text: shownText(cell.text) }))) }
    return { ...block, text: shownText(block.text) }
  })
}
