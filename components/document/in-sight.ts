// Watches whether an element is before the reader. On a busy machine several changes come together, oldest first: the newest says how it is.

type Change = Pick<IntersectionObserverEntry, 'isIntersecting'>

export const isInSight = (changes: readonly Change[]): boolean => changes.at(-1)?.isIntersecting === true
/** Also for a moment only. */
export const wasInSight = (changes: readonly Change[]): boolean => changes.some(({ isIntersecting }) => isIntersecting)

/** Answers how to stop. */
export function watch(element: Element, onChange: (changes: readonly Change[]) => void, rootMargin = '0px'): () => void {
  const observer = new IntersectionObserver(onChange, { rootMargin })
  observer.observe(element)
  return () => observer.disconnect()
}
