// Waits for what a story wants to see by asking again and again; nothing in a story waits for a time.

/** Answers the first finding that is something. */
export async function until<T>(
  what: string,
  find: () => Promise<T | false | undefined> | T | false | undefined,
  withinMs = 60_000,
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
