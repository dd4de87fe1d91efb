// The port of what reads strangers' files. It runs in workers with limits of time and memory, one line for each tenant.

import type { Given, Made, Outside, TaskName } from '../../documents/protocol'
import type { Pieces } from './stored-bytes'

export type DocumentTask<N extends TaskName> = {
  /** In whose line the task waits. */
  tenant: string
  /** A client without an account, by their address: of these the line serves each in turn, and what their files cost is limited. */
  signer?: string
  /** The digest of the bytes: under it, tenant, name and arguments, results and failures are remembered. `now` does not count. */
  sha256: string
  /** Asked for when the task begins. */
  bytes: () => Promise<Pieces>
  given: Given<N>
  /** What the task may ask for while it runs. Nothing of such a task is remembered. */
  outside?: Partial<Outside>
}

export type DocumentTasks = {
  /**
   * Throws the task's Problem; DOCUMENT_DAMAGED.too_demanding where the file takes more time or memory than any document should; UNAVAILABLE
   * where too many tasks of this tenant wait, and while the server stops; RATE_LIMITED where the files of a client without an account have
   * cost too much.
   */
  run<N extends TaskName>(name: N, task: DocumentTask<N>): Promise<Made<N>>
}
