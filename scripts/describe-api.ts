// Writes the description of the API to lib/generated: as JSON, which the linter judges, and as the types of the TypeScript client.

import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import openapiTypeScript, { astToString } from 'openapi-typescript'
import ts from 'typescript'
import { openApiDocument } from '../lib/http/openapi/document'

/** Any origin will do: the product puts its own into the description that it serves. */
const SITE = 'https://api.qsignhub.io'

const directory = path.resolve(import.meta.dirname, '../lib/generated')
const description = openApiDocument(SITE)
mkdirSync(directory, { recursive: true })
writeFileSync(path.join(directory, 'openapi.json'), `${JSON.stringify(description, null, 2)}\n`)
const types = await openapiTypeScript(JSON.stringify(description), {
  alphabetize: true,
  emptyObjectsUnknown: true,
  transform: ({ format }) => (format === 'binary' ? ts.factory.createTypeReferenceNode('Blob') : undefined),
})
writeFileSync(
  path.join(directory, 'api.ts'),
  `// Made from the description of the API by scripts/describe-api.ts; not edited.\n\n${astToString(types)}`,
)
