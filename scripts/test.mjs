// npm test: everything. Prepares, brings the programs that judge the output where it may, checks and builds beside each other, and then
// lets browsers go through what was built.
import { NEEDED, reading, testing } from './checks.mjs'
import { prepare } from './prepare.mjs'
import { JUDGES, requirePrograms } from './programs.mjs'
import { finish, step } from './steps.mjs'

requirePrograms(JUDGES)
await prepare([...NEEDED, 'viewer'])

// The build makes the types of the routes anew, which the checks read: it waits for them, not for the unit tests. Stories wait for all,
// because a camera that shares its core misses what it should film; until then the others keep every core busy.
const building = reading({ whole: true }).then(() => step('build', ['scripts/build.mjs']))
await Promise.all([building, testing({ whole: true })])
if (await building) await step('stories', ['scripts/e2e.mjs'], { live: true, counts: 'test-results/counts.json' })
finish()
