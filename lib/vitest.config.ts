// Vitest's configuration: unit tests stand beside the files they test, under lib/ and scripts/.
import path from 'node:path'
import { defineConfig } from 'vitest/config'

const root = path.resolve(import.meta.dirname, '..')

export default defineConfig({
  root,
  resolve: { alias: { '@': root, 'server-only': path.join(root, 'lib/server-only-in-tests.ts') } },
  test: { include: ['lib/**/*.test.ts', 'components/**/*.test.ts', 'scripts/**/*.test.ts'], testTimeout: 60_000, hookTimeout: 120_000 },
})
