// Builds the application where it is not built yet: a step of npm test, in a process of its own.
import { prepare, PRODUCT } from './prepare.mjs'

await prepare(PRODUCT)
