// Waits for what a story wants to see by asking again and again; nothing in a story waits for a time.

/** For what hangs, not for what is slow: an honest check before a camera may be asked for again several times on a busy machine. */
export const PATIENCE_MS = 600_000

/** Answers the first finding that is something. */
export async function until<T>(
  what: string,
  find: () => Promise<T | false | undefined> | T | false | undefined,
  withinMs = PATIENCE_MS,
  everyMs = 100,
): Promise<T> {
  const deadline = Date.now() + withinMs
  for (;;) {
    const found = await find()
    if (found) return found
    if (Date.now() > deadline) throw new Error(`waited ${withinMs / 1000} s in vain for ${what}`)
    await new Promise((resolve) => setTimeout(resolve, everyMs))
  }
}
