// The linter, oxlint, for the rules that read one file and those that need types; and the formatter that goes with it.
/** Folders that are not linted. Outside of a git clone .gitignore does not count, and the linter would read all packages into memory. */
const NOT_OURS = ['node_modules', '.next', '.data', 'lib/generated', 'public', 'test-results'].flatMap((folder) => [
  '--ignore-pattern',
  folder,
])

const OURS = [
  'app',
  'components',
  'e2e',
  'lib',
  'messages',
  'prisma',
  'scripts',
  'instrumentation.ts',
  'next.config.mjs',
  'prisma.config.ts',
  'proxy.ts',
  'tailwind.config.ts',
]

/** @type {readonly string[]} */
export const LINTER = [
  'node_modules/oxlint/bin/oxlint',
  '--config',
  'lib/oxlintrc.json',
  '--type-aware',
  '--deny-warnings',
  '--report-unused-disable-directives',
  ...NOT_OURS,
  '.',
]

/** @type {readonly string[]} */
export const FORMATTER = ['node_modules/oxfmt/bin/oxfmt', '--config', 'lib/oxfmtrc.json', ...OURS, '!**/*.md']
