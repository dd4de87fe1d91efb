// npm start: from a fresh clone to a running product. Prepares what is missing or out of date, then serves until told to stop.
import { prepare, PRODUCT } from './prepare.mjs'
import { serve } from './serve.mjs'

const called = process.cwd()
await prepare(PRODUCT)
serve(called)
