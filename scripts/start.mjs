// npm start: from a fresh clone to a running product. Prepares what is missing or out of date, then serves until told to stop; a server that
// dies is started again.
import { prepare, PRODUCT } from './prepare.mjs'
import { startServer } from './serve.mjs'
import { requireStartable } from './startable.mjs'
import { superviseProcess } from './supervise.mjs'

const called = process.cwd()
await prepare(['settings'])
await requireStartable(called)
await prepare(PRODUCT)
await superviseProcess(() => startServer(called))
