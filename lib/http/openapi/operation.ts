// One endpoint as an operation of the description: parameters, body, answers, refusals, and the scope that its key needs.

import type { Endpoint } from '../api/endpoint'
import { exampleOf } from './example'
import { headersOf } from './headers'
import type { Components, Json } from './json-schema'
import { refusalsOf } from './refusals'

export function operationOf(endpoint: Endpoint, components: Components, docs: string): Json {
  const { operationId, tag, summary, description, scope, method } = endpoint
  const parameters = [...parametersIn('path', endpoint, components), ...parametersIn('query', endpoint, components)]
  if (method !== 'GET') parameters.push(...IDEMPOTENCY_KEYS)
  const body = requestBody(endpoint, components)
  return {
    operationId,
    tags: [tag],
    summary,
    description: [...(description === undefined ? [] : [description]), `Scope of the key: \`${scope}\`.`].join('\n\n'),
    security: [{ ApiKey: [scope] }, { Bearer: [scope] }],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: body } : {}),
    responses: { [String(endpoint.status)]: success(endpoint, components), ...refusalsOf(endpoint, components, docs) },
  }
}

const IDEMPOTENCY_KEYS = [{ $ref: '#/components/parameters/X-Idempotency-Key' }, { $ref: '#/components/parameters/Idempotency-Key' }]

const KEY = { type: 'string', pattern: '^[\\x21-\\x7e]{1,255}$' }
export const parameterComponents = {
  'X-Idempotency-Key': {
    name: 'X-Idempotency-Key',
    in: 'header',
    schema: KEY,
    description:
      'Makes a repetition harmless: for 24 hours the same key with the same request gives the first answer again, byte for byte. A UUID is a good one.',
  },
  'Idempotency-Key': {
    name: 'Idempotency-Key',
    in: 'header',
    schema: KEY,
    description: 'The same under the name of the IETF draft, bare or in quotation marks. Send one of the two.',
  },
}

function parametersIn(where: 'path' | 'query', endpoint: Endpoint, components: Components): Json[] {
  const schema = where === 'path' ? endpoint.params : endpoint.query
  if (!schema) return []
  const { properties, required } = components.object(schema, 'input')
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema: rest,
  }))
}

function requestBody({ body, form }: Endpoint, components: Components): Json | null {
  if (form) {
    const { properties, required } = body ? components.object(body, 'input') : { properties: {}, required: [] }
    const file = { type: 'string', format: 'binary', description: 'The file itself, with its name.' }
    return {
      required: true,
      content: {
        'multipart/form-data': { schema: { type: 'object', properties: { file, ...properties }, required: ['file', ...required] } },
      },
    }
  }
  if (!body) return null
  const schema = components.describe(body, 'input')
  // An empty body is read as {}.
  const required = !body.safeParse({}).success
  return { required, content: { 'application/json': { schema, ...examplesOf(schema, components) } } }
}

/** The examples of a body: one alone, or several by number. */
function examplesOf(schema: Json, components: Components): Json {
  const [name] = String(schema['$ref'] ?? '')
    .split('/')
    .slice(-1)
  const all = ((name ? components.schemas[name] : schema)?.['examples'] ?? []) as readonly Json[]
  if (all.length < 2) return { example: exampleOf(schema, components.schemas) }
  return { examples: Object.fromEntries(all.map((value, at) => [`example${at + 1}`, { value }])) }
}

function success({ view, sends, status, locates, method, summary }: Endpoint, components: Components): Json {
  const headers = headersOf([
    ...(locates ? ['Location' as const] : []),
    ...(sends ? [view ? ('Content-Disposition-If-File' as const) : ('Content-Disposition' as const)] : []),
    ...(method === 'GET' ? [] : ['Idempotency-Replayed' as const]),
  ])
  const files = Object.fromEntries(
    (sends ?? []).map((type) => [type, { schema: { type: 'string', format: 'binary', contentMediaType: type } }]),
  )
  if (!view) return sends ? { description: 'The file.', headers, content: files } : { description: summary, headers }
  const schema = components.describe(view, 'output')
  return {
    description: status === 201 ? 'Created.' : status === 202 ? 'Accepted.' : 'As asked.',
    headers,
    content: { 'application/json': { schema, example: exampleOf(schema, components.schemas) }, ...files },
  }
}
