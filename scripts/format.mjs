// npm run format: writes every file of ours in the one form that the check asks for.
import { FORMATTER } from './linter.mjs'
import { finish, step } from './steps.mjs'

await step('format', FORMATTER)
finish()
