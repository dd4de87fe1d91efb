// Knip's entry points, and what is used without an import. The second run (--production) leaves out tests and scripts, and so finds exports
// that only tests use.

import type { KnipConfiguration } from 'knip'

const ENTRIES = [
  // Bundled by a script.
  'components/document/pdf-worker.mjs',
  // Run by path: in a thread or a process of their own.
  'lib/adapters/prisma/embedded/thread.ts',
  'lib/documents/{watchdog,worker}.ts',
  'lib/identity/engine/worker.ts',
]

const ENTRIES_BESIDE_THE_PRODUCT = [
  // Run by path: by another script, by hand, in a process of their own.
  'scripts/{admin-alone,build,copy-viewer-assets,describe-api,generate,make-database-template,make-migration,many-requests,train-zone-reader,type-messages}.{mjs,ts}',
  'e2e/{costs,demo,keeper,setup}.{ts,mjs}',
  // Stands in for a package.
  'lib/testing/server-only.ts',
  // Bundled by the test of the document workers.
  'lib/testing/hostile-worker.ts',
]

const NOT_READ = ['public/**', 'lib/generated/**', '**/*.d.mts']
const BESIDE_THE_PRODUCT = ['scripts/**', 'e2e/**', 'lib/testing/**', '**/*.test.ts']

const configure = ({ production = false }: { production?: boolean }): KnipConfiguration => {
  const not = [...NOT_READ, ...(production ? BESIDE_THE_PRODUCT : [])].map((files) => `!${files}`)
  // In the second run knip reads only patterns that end with an exclamation mark.
  const marked = (patterns: readonly string[]) => patterns.map((pattern) => (production ? `${pattern}!` : pattern))
  return {
    entry: marked([...ENTRIES, ...(production ? [] : ENTRIES_BESIDE_THE_PRODUCT)]),
    project: marked(['**/*.{ts,tsx,mts,mjs}', ...not]),
    // Read by next.config.mjs, which is not part of the second run.
    ignoreIssues: { 'lib/http/answer/framing.mjs': ['exports'] },
    // A function that only its file and a test use is allowed.
    ignoreExportsUsedInFile: production,
    ignoreDependencies: [
      // Read or run by their path in node_modules.
      '@expo-google-fonts/inter',
      '@mediapipe/face_mesh',
      '@redocly/cli',
      '@tensorflow/tfjs-backend-wasm',
      '@tesseract.js-data/pol',
      '@vladmandic/face-api',
      '@vladmandic/human',
      'oxfmt',
      'oxlint',
      'tesseract.js-core',
      'typescript-7',
      // Needed by other packages: by the models of identity, and by the linter to read types.
      '@tensorflow/tfjs',
      'oxlint-tsgolint',
      // Next resolves it by itself; the tests have an alias for it.
      'server-only',
      // Come with react-pdf and with Prisma, and must be of their version.
      'pdfjs-dist',
      '@prisma/driver-adapter-utils',
    ],
    // Judges of signatures and files, which a machine has or has not.
    ignoreBinaries: ['apt-get', 'openssl', 'pdfimages', 'pdfdetach', 'pdfsig', 'pdftotext', 'qpdf', 'xmlsec1'],
    vitest: { config: 'lib/vitest.config.ts' },
    playwright: { config: 'e2e/playwright.config.ts', entry: 'e2e/**/*.spec.ts' },
  }
}

export default configure
