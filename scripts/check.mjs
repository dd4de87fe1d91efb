// npm run check: types, lint, the API's description, unit tests and the architecture, in two lanes; says which of them failed.
// --whole: also runs the slow tests and looks for unused code. --near: runs only unit tests that import what has changed since the last
// commit.
import { NEEDED, reading, testing } from './checks.mjs'
import { prepare } from './prepare.mjs'
import { finish } from './steps.mjs'

const [whole, near] = ['--whole', '--near'].map((flag) => process.argv.includes(flag))

await prepare(NEEDED)
await Promise.all([reading({ whole, description: !near }), testing({ whole, near })])
finish()
