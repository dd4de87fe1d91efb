// Waits for what a story wants to see by asking again and again; nothing in a story waits for a time.

/** Finds what hangs, not what is slow: on a busy machine an honest signer may have to film several times. */
export const PATIENCE_MS = 600_000

/** Calls `find` until it answers something, and answers that. */
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
