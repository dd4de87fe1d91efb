// Dates in a machine readable zone: six digits (YYMMDD) without a century, which the reader must supply; given as YYYY-MM-DD,
// or null when a part is unknown or no such day exists.

type Calendar = { year: number; month: number; day: number }

const isoOf = ({ year, month, day }: Calendar): string | null => {
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.toISOString().slice(0, 10) : null
}

function dated(text: string, century: (twoDigits: number, month: number, day: number) => number): string | null {
  if (!/^\d{6}$/.test(text)) return null
  const [yy, month, day] = [text.slice(0, 2), text.slice(2, 4), text.slice(4, 6)].map(Number) as [number, number, number]
  return isoOf({ year: century(yy, month, day), month, day })
}

// Nobody is born in the future: the newest century that lies in the past. (A person over 100 reads as under 100; ICAO
// prints nothing that could tell them apart.)
export function birthDate(text: string, now: Date): string | null {
  const base = Math.floor(now.getUTCFullYear() / 100) * 100
  return dated(text, (yy, month, day) => (Date.UTC(base + yy, month - 1, day) > now.getTime() ? base - 100 + yy : base + yy))
}

// Documents are shown years after their end, and those of old people may end in seventy years: the year from 25 years ago to 74 ahead.
export function expiryDate(text: string, now: Date): string | null {
  const today = now.getUTCFullYear()
  const base = Math.floor(today / 100) * 100
  return dated(text, (yy) => {
    const year = base + yy
    if (year >= today + 75) return year - 100
    return year < today - 25 ? year + 100 : year
  })
}

// Years completed on a day, counted where it is latest in the world: nobody is too young because of a time zone.
export function ageOn(birth: string, now: Date): number {
  const day = new Date(now.getTime() + 14 * 3_600_000).toISOString().slice(0, 10)
  const years = Number(day.slice(0, 4)) - Number(birth.slice(0, 4))
  return day.slice(5) < birth.slice(5) ? years - 1 : years
}

// Valid through the whole printed day, wherever in the world the signer is: expired once the day is over everywhere (UTC-12).
export function isExpired(expiry: string, now: Date): boolean {
  return now.getTime() >= Date.parse(`${expiry}T00:00:00Z`) + 36 * 3_600_000
}
