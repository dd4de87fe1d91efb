// What axe finds on a page, and whether another width of the page shows more. `bringAxe` loads axe with each page rather than for each run.

import axe from 'axe-core'
import type { BrowserContext, Page } from 'playwright'

type Finding = { rule: string; impact: string; at: string[] }
type Known = Window & { axe: typeof axe; seenBefore?: WeakSet<Element> }

/** Call before the first page of the context is opened. */
export async function bringAxe(context: BrowserContext): Promise<void> {
  await context.addInitScript(axe.source)
}

/** `tags`: the tags of the rules to run; those that axe runs by itself unless given. */
export async function findings(page: Page, tags?: readonly string[]): Promise<Finding[]> {
  return page.evaluate(
    async (values) => {
      // Style sheets are not fetched once more: no rule that is run here needs them.
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

/** Whether anything is visible that was not visible at the last call for this page. */
export function showsMore(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const known = window as unknown as Known
    const visible = [...document.querySelectorAll('body *')].filter((element) => element.checkVisibility())
    const more = visible.some((element) => !known.seenBefore?.has(element))
    known.seenBefore = new WeakSet(visible)
    return more
  })
}
