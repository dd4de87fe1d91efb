// How many bytes of a body a page reads at most. Plain JavaScript, because next.config.mjs reads it before anything is compiled.

/** Pages take forms and arguments of server actions; uploads go to routes that stream and limit them. */
export const PAGE_BODY = 256 * 1024
