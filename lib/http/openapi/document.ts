// The machine-readable description of the API, OpenAPI 3.1: made from the endpoints and schemas that serve it, so the two cannot disagree.

import { ENDPOINTS } from '../endpoints/catalogue'
import { headerComponents } from './headers'
import { introduction, TAGS } from './introduction'
import { Components, type Json } from './json-schema'
import { operationOf, parameterComponents } from './operation'
import { webhooks } from './webhooks'

const LICENSE = { name: 'Proprietary', identifier: 'LicenseRef-Proprietary' }

/** `site`: the origin of the installation, without a slash at the end. */
export function openApiDocument(site: string): Json {
  const components = new Components()
  const paths: Record<string, Json> = {}
  for (const endpoint of ENDPOINTS) {
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method.toLowerCase()]: operationOf(endpoint, components, `${site}/docs`) }
  }
  const used = new Set(ENDPOINTS.map(({ tag }) => tag))
  return {
    openapi: '3.1.0',
    info: {
      title: 'QSignHub API',
      version: '1.0.0',
      summary: 'Qualified electronic signatures as a service.',
      description: introduction(site),
      license: LICENSE,
    },
    servers: [{ url: `${site}/v1`, description: 'Test or live: the key decides.' }],
    tags: Object.entries(TAGS)
      .filter(([name]) => used.has(name as keyof typeof TAGS))
      .map(([name, description]) => ({ name, description })),
    externalDocs: { url: `${site}/docs`, description: 'Reference and guides' },
    paths,
    webhooks: webhooks(components),
    components: {
      securitySchemes: {
        ApiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key', description: 'An API key: `qsh_test_…` or `qsh_live_…`.' },
        Bearer: { type: 'http', scheme: 'bearer', description: 'The same key as a bearer token.' },
      },
      parameters: parameterComponents,
      headers: headerComponents,
      schemas: Object.fromEntries(Object.entries(components.schemas).sort(([a], [b]) => (a < b ? -1 : 1))),
    },
  }
}
