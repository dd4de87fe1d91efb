// npm test: everything. Prepares, installs the programs that check our output where it may, runs checks and build beside each other, and
// then the stories in browsers.
import { NEEDED, reading, testing } from './checks.mjs'
import { prepare } from './prepare.mjs'
import { JUDGES, requirePrograms } from './programs.mjs'
import { finish, step } from './steps.mjs'

requirePrograms(JUDGES)
await prepare([...NEEDED, 'viewer'])

// The build rewrites the types of the routes, which the checks read: so it waits for the checks, but not for the unit tests. Stories wait
// for everything, because a synthetic camera on a busy core misses frames.
const building = reading({ whole: true }).then(() => step('build', ['scripts/build.mjs']))
await Promise.all([building, testing({ whole: true })])
if (await building) await step('stories', ['scripts/e2e.mjs'], { live: true, counts: 'test-results/counts.json' })
finish()
