// ESLint's rules: Next's and TypeScript's own, plus what the project's style asks for and one file shows. Those that need types are oxlint's.
import nextVitals from 'eslint-config-next/core-web-vitals'
import nextTypeScript from 'eslint-config-next/typescript'
import { defineConfig, globalIgnores } from 'eslint/config'

export default defineConfig([
  globalIgnores(['.next/**', '.data/**', 'lib/generated/**', 'lib/identity/dist/**', 'next-env.d.ts', 'public/**', 'test-results/**']),
  ...nextVitals,
  ...nextTypeScript,
  {
    files: ['**/*.ts', '**/*.tsx'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-definitions': ['error', 'type'],
    },
  },
  {
    rules: {
      'max-lines': ['error', { max: 400 }],
      'no-console': 'off',
      semi: ['error', 'never'],
      quotes: ['error', 'single', { avoidEscape: true, allowTemplateLiterals: true }],
    },
  },
  // One file on purpose: it travels in every evidence archive and runs without anything beside it.
  { files: ['scripts/verify-evidence.mjs'], rules: { 'max-lines': ['error', { max: 500 }] } },
  // Files that add to a library's own interfaces must declare an interface.
  { files: ['lib/i18n.ts'], rules: { '@typescript-eslint/consistent-type-definitions': 'off' } },
])
