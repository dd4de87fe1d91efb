// The document workers of tests, which are the product's own.

import { DocumentPool } from '../adapters/documents/pool'
import { builtFile } from '../config'

let opened: DocumentPool | undefined

/** One pool for all contexts of a process. Its idle workers do not keep the process alive, and end with it. */
export function documentWorkers(): DocumentPool {
  const log = { warn: () => undefined, error: () => undefined }
  return (opened ??= new DocumentPool({ file: builtFile('document-worker.mjs'), log }))
}
