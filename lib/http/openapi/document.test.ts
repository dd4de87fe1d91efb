// The description: every example is valid where it stands, also for the schema that parses, and what is sent or shown has a name.

import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import { ENDPOINTS } from '../endpoints/catalogue'
import { openApiDocument } from './document'
import { MISSING } from './example'

type Content = Record<string, { schema: object; example?: unknown; examples?: Record<string, { value: unknown }> }>
type Operation = { requestBody?: { content: Content }; responses: Record<string, { content?: Content }> }

const description = openApiDocument('https://sign.example.com')
const ajv = new Ajv2020({
  strict: false,
  allErrors: true,
  formats: { 'date-time': true, date: true, uri: true, email: true, binary: true },
})
ajv.addSchema(description, 'api')

const operations = ENDPOINTS.map((endpoint) => ({
  endpoint,
  at: `api#/paths/${escaped(endpoint.path)}/${endpoint.method.toLowerCase()}`,
  operation: (description['paths'] as Record<string, Record<string, Operation>>)[endpoint.path]?.[endpoint.method.toLowerCase()],
}))

function escaped(part: string): string {
  return encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))
}

function invalidExamples(content: Content, at: string): string[] {
  return Object.entries(content).flatMap(([type, { example, examples = {} }]) => {
    const validate = ajv.compile({ $ref: `${at}/content/${escaped(type)}/schema` })
    const all = [...(example === undefined ? [] : [example]), ...Object.values(examples).map(({ value }) => value)]
    return all.filter((value) => !validate(value)).map(() => `${at} ${type}: ${ajv.errorsText(validate.errors)}`)
  })
}

test.each(operations)('$endpoint.operationId has examples that fit its schemas', ({ operation, at }) => {
  const responses = Object.entries(operation?.responses ?? {})
  expect(responses.flatMap(([status, { content = {} }]) => invalidExamples(content, `${at}/responses/${status}`))).toEqual([])
  expect(invalidExamples(operation?.requestBody?.content ?? {}, `${at}/requestBody`)).toEqual([])
})

test('the examples of bodies are accepted by the schemas that parse them', () => {
  const refused = operations.flatMap(({ endpoint, operation }) => {
    const { example, examples = {} } = operation?.requestBody?.content['application/json'] ?? {}
    const all = [...(example === undefined ? [] : [example]), ...Object.values(examples).map(({ value }) => value)]
    return all
      .filter((value) => endpoint.body?.safeParse(value).success === false)
      .map((value) => `${endpoint.operationId}: ${JSON.stringify(value)}`)
  })
  expect(refused).toEqual([])
})

test('every field has an example of its own, or one that its schema yields', () => {
  expect([...new Set(JSON.stringify(description).match(new RegExp(`${MISSING} at [^"]+`, 'g')))]).toEqual([])
})

test('every body and answer in JSON has a name, which a generated client gives to its type', () => {
  const nameless = operations.flatMap(({ endpoint, operation }) => {
    const success = operation?.responses[String(endpoint.status)]?.content?.['application/json']?.schema
    const sent = operation?.requestBody?.content['application/json']?.schema
    return [success, sent].filter((schema) => schema && !('$ref' in schema)).map(() => endpoint.operationId)
  })
  expect(nameless).toEqual([])
})
