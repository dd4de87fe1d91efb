// What uploads hold in the memory of this process, all together: whoever holds most gives way when there is no more room. Uploads that would
// be too many for the machine together are small enough one by one, and an upload may take minutes to arrive.

import { Problem } from '../../domain/problem'

/** One upload. `who`: the signer. `gone`: rejects when this upload gives way to others. */
export type Held = { take: (bytes: number) => void; arrived: () => void; end: () => void; gone: Promise<never> }

type Upload = { readonly who: string; bytes: number; leave: (() => void) | null }

const busy = (): Problem => new Problem('UNAVAILABLE.checks_busy', {}, { retryAfterSeconds: 2 })

export class HeldUploads {
  /** In the order in which they began. */
  private readonly uploads = new Set<Upload>()
  private total = 0

  constructor(private readonly most: number) {}

  /** `take` is called as bytes arrive, and throws when they find no room; `arrived` when all are there: then it gives way to nobody. */
  begin(who: string): Held {
    const upload: Upload = { who, bytes: 0, leave: null }
    const gone = new Promise<never>((_, reject) => (upload.leave = () => reject(busy())))
    gone.catch(() => undefined)
    this.uploads.add(upload)
    return {
      gone,
      take: (bytes) => this.take(upload, bytes),
      arrived: () => (upload.leave = null),
      end: () => this.forget(upload),
    }
  }

  private take(upload: Upload, bytes: number): void {
    if (!this.uploads.has(upload)) throw busy()
    upload.bytes += bytes
    this.total += bytes
    while (this.total > this.most) {
      const heaviest = this.heaviest()
      if (!heaviest) {
        this.forget(upload)
        throw busy()
      }
      this.forget(heaviest)
      heaviest.leave?.()
      if (heaviest === upload) throw busy()
    }
  }

  /** The first begun of the signer who holds most, of those that still arrive. Null when all have arrived. */
  private heaviest(): Upload | null {
    const sums = new Map<string, number>()
    for (const { who, bytes } of this.uploads) sums.set(who, (sums.get(who) ?? 0) + bytes)
    let found: Upload | null = null
    for (const upload of this.uploads)
      if (upload.leave && upload.bytes > 0 && (!found || (sums.get(upload.who) ?? 0) > (sums.get(found.who) ?? 0))) found = upload
    return found
  }

  private forget(upload: Upload): void {
    if (this.uploads.delete(upload)) this.total -= upload.bytes
  }
}
