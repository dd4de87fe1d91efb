// What the files of one client have cost: the processor's time, in windows. Whoever has no account is counted by their address, and so may keep
// no worker busy all day.

import { Problem } from '../../domain/problem'
import type { StrangerLimits } from './limits'

/** Clients beyond these share one count until the window ends, so that inventing addresses fills no memory. */
const MOST_CLIENTS = 20_000
const THE_REST = ''

export class SpentTime {
  private window = 0
  private readonly spent = new Map<string, number>()

  constructor(
    private readonly limits: StrangerLimits,
    private readonly now: () => number,
  ) {}

  /** Throws RATE_LIMITED when nothing is left until the next window. */
  requireLeft(client: string): void {
    const window = this.begun()
    if ((this.spent.get(this.counted(client)) ?? 0) < 1000 * this.limits.secondsOfWindow) return
    const left = window + this.limits.windowMs - this.now()
    throw new Problem('RATE_LIMITED.minutes', { minutes: Math.ceil(left / 60_000) }, { retryAfterSeconds: Math.ceil(left / 1000) })
  }

  spend(client: string, milliseconds: number): void {
    this.begun()
    const counted = this.counted(client)
    this.spent.set(counted, (this.spent.get(counted) ?? 0) + milliseconds)
  }

  private begun(): number {
    const window = this.now() - (this.now() % this.limits.windowMs)
    if (window !== this.window) this.spent.clear()
    this.window = window
    return window
  }

  private counted(client: string): string {
    return this.spent.has(client) || this.spent.size < MOST_CLIENTS ? client : THE_REST
  }
}
