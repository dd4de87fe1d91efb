// A moment of the evidence, which writes it in ISO 8601, as views answer it.

export function moment(at: string | undefined): Date | null {
  return at === undefined ? null : new Date(at)
}
