// A moment of the evidence, which is text in ISO 8601: as the Date that views answer, and for people.

export function moment(at: string | undefined): Date | null {
  return at === undefined ? null : new Date(at)
}

/** `2026-11-21 14:03:07.120 UTC`: the evidence's own time, for people. */
export function utc(at: string): string {
  return at.replace('T', ' ').replace('Z', ' UTC')
}
