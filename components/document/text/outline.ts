// Levels of headings as a page of the web needs them: below the title of the place, and none left out, whatever the file says.

import type { Block, PageText } from './layout/block'

/** The title of the place is the first. */
const HIGHEST = 2
const LOWEST = 6

/** Answers what gives the headings of one page after the other their levels. */
export function outliner(): (page: PageText) => PageText {
  const above: { said: number; level: number }[] = []
  const levelOf = (said: number): number => {
    while ((above.at(-1)?.said ?? 0) >= said) above.pop()
    const level = Math.min(LOWEST, (above.at(-1)?.level ?? HIGHEST - 1) + 1)
    above.push({ said, level })
    return level
  }
  const outlined = (blocks: readonly Block[]): Block[] =>
    blocks.map((block) => {
      if (block.kind === 'heading') return { ...block, level: levelOf(block.level) }
      return block.kind === 'list' ? { ...block, items: block.items.map(outlined) } : block
    })
  return (page) => ({ ...page, blocks: outlined(page.blocks) })
}
