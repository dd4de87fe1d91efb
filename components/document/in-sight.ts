// Watches whether an element is in view. On a busy machine several changes come together, oldest first.

type Change = Pick<IntersectionObserverEntry, 'isIntersecting'>

/** Whether the element is in view now: the newest change counts. */
export const isInSight = (changes: readonly Change[]): boolean => changes.at(-1)?.isIntersecting === true
/** True also when the element was in view for a moment only. */
export const wasInSight = (changes: readonly Change[]): boolean => changes.some(({ isIntersecting }) => isIntersecting)

/** How many pixels at the bottom of the window lie under a bar that sticks there, and so are not seen. */
export function coveredBelow(): number {
  const bar = document.querySelector('[data-sticks-below]')
  return bar !== null && getComputedStyle(bar).position === 'sticky' ? Math.ceil(bar.getBoundingClientRect().height) : 0
}

/** Answers a function that stops watching. */
export function watch(element: Element, onChange: (changes: readonly Change[]) => void, rootMargin = '0px'): () => void {
  const observer = new IntersectionObserver(onChange, { rootMargin })
  observer.observe(element)
  return () => observer.disconnect()
}
