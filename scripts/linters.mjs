// The two linters: oxlint for the rules that need types, which it reads many times faster; ESLint for all others, which read one file each.
/** @type {readonly (readonly [name: string, args: readonly string[]])[]} */
export const LINTERS = [
  ['lint, by types', ['node_modules/oxlint/bin/oxlint', '--config', 'lib/oxlintrc.json', '--type-aware', '--deny-warnings', '.']],
  // What one file says does not depend on another: what ESLint remembers of an unchanged file stays true.
  ['lint', [
    'node_modules/eslint/bin/eslint.js', '--config', 'lib/eslint.config.mjs', '--max-warnings', '0',
    '--cache', '--cache-strategy', 'content', '--cache-location', 'node_modules/.cache/qsignhub/eslint', '.',
  ]],
]
