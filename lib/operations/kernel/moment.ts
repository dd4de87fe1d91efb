// Turns a moment of the evidence, which is text in ISO 8601, into the Date that views answer.

export function moment(at: string | undefined): Date | null {
  return at === undefined ? null : new Date(at)
}
