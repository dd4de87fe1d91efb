// npm run check: types, lint, the API's description, unit tests and the architecture, in two lanes; says which of them failed.
// --whole: also the slow tests, and what nobody uses. --near: only the unit tests that what changed since the last commit can reach; seconds.
import { NEEDED, reading, testing } from './checks.mjs'
import { prepare } from './prepare.mjs'
import { finish } from './steps.mjs'

const [whole, near] = ['--whole', '--near'].map((flag) => process.argv.includes(flag))

await prepare(NEEDED)
await Promise.all([reading({ whole, description: !near }), testing({ whole, near })])
finish()
