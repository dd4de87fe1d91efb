// The two linters: oxlint for the rules that need types, which it reads many times faster; ESLint for all others, which read one file each.
/** Named here too: outside of a git clone nothing says that they are not ours, and reading the types of all packages takes all memory. */
const NOT_OURS = ['node_modules', '.next', '.data', 'lib/generated', 'public', 'test-results'].flatMap((folder) => ['--ignore-pattern', folder])

/** @type {readonly (readonly [name: string, args: readonly string[]])[]} */
export const LINTERS = [
  ['lint, by types', ['node_modules/oxlint/bin/oxlint', '--config', 'lib/oxlintrc.json', '--type-aware', '--deny-warnings', ...NOT_OURS, '.']],
  // What one file says does not depend on another: what ESLint remembers of an unchanged file stays true.
  ['lint', [
    'node_modules/eslint/bin/eslint.js', '--config', 'lib/eslint.config.mjs', '--max-warnings', '0',
    '--cache', '--cache-strategy', 'content', '--cache-location', 'node_modules/.cache/qsignhub/eslint', '.',
  ]],
]
