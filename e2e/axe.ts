// What axe finds on a page, and what of a page only another width shows. Its source comes with each page: nothing is injected for a run.

import axe from 'axe-core'
import type { BrowserContext, Page } from 'playwright'

type Finding = { rule: string; impact: string; at: string[] }
type Known = Window & { axe: typeof axe; seenBefore?: WeakSet<Element> }

/** Before the first page of the context. */
export async function bringAxe(context: BrowserContext): Promise<void> {
  await context.addInitScript(axe.source)
}

/** `tags`: whose rules; all of axe's own choice unless given. */
export async function findings(page: Page, tags?: readonly string[]): Promise<Finding[]> {
  return page.evaluate(
    async (values) => {
      // Styles are not fetched once more: no rule that is run here asks for them.
      const options = {
        resultTypes: ['violations' as const],
        preload: false,
        ...(values ? { runOnly: { type: 'tag' as const, values } } : {}),
      }
      const { violations } = await (window as unknown as Known).axe.run(document, options)
      return violations.map(({ id, impact, nodes }) => ({
        rule: id,
        impact: impact ?? 'minor',
        at: nodes.map(({ target, html }) => `${target.join(' ')}: ${html.slice(0, 160)}`),
      }))
    },
    tags && [...tags],
  )
}

/** Pixels by which the page is wider than the screen. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

/** Whether anything is visible that was not when this was last asked of the page. */
export function showsMore(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const known = window as unknown as Known
    const visible = [...document.querySelectorAll('body *')].filter((element) => element.checkVisibility())
    const more = visible.some((element) => !known.seenBefore?.has(element))
    known.seenBefore = new WeakSet(visible)
    return more
  })
}
