// The linter: oxlint, for the rules that read one file, those that need types, and the two that it borrows from ESLint (lib/lint-style.mjs).
/** Named here too: outside of a git clone nothing says that they are not ours, and reading the types of all packages takes all memory. */
const NOT_OURS = ['node_modules', '.next', '.data', 'lib/generated', 'public', 'test-results'].flatMap((folder) => ['--ignore-pattern', folder])

/** @type {readonly string[]} */
export const LINTER = [
  'node_modules/oxlint/bin/oxlint', '--config', 'lib/oxlintrc.json', '--type-aware', '--deny-warnings', '--report-unused-disable-directives', ...NOT_OURS, '.',
]
