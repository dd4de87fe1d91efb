// The published description as a judge: whether an answer of the running product has a status, headers and body that it documents.

import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'

type Json = Record<string, unknown>
type Schema = Json
type Header = { required?: boolean; schema: Schema }
type Reference = { $ref: string }
type Response = { headers?: Record<string, Header | Reference>; content?: Record<string, { schema: Schema }> }
export type Parameter = { name: string; in: 'path' | 'query' | 'header'; required?: boolean; schema: Schema; example?: unknown }
export type Operation = {
  operationId: string
  method: string
  path: string
  parameters?: (Parameter | Reference)[]
  requestBody?: {
    required?: boolean
    content: Record<string, { schema: Schema; example?: unknown; examples?: Record<string, { value: unknown }> }>
  }
  responses: Record<string, Response>
}
/** What came back, read whole. */
export type Answer = { status: number; headers: Headers; bytes: Buffer }

const FORMATS = {
  'date-time': (text: string) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/.test(text) && !Number.isNaN(Date.parse(text)),
  date: (text: string) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)),
  uri: (text: string) => URL.canParse(text),
  email: (text: string) => /^[^@\s]+@[^@\s]+$/.test(text),
  binary: true,
  byte: true,
  uuid: true,
} as const

export class Description {
  readonly operations: readonly Operation[]
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true, formats: FORMATS })
  private readonly compiled = new Map<string, ValidateFunction>()

  constructor(readonly document: Json) {
    this.ajv.addSchema(closed(document), 'api')
    this.operations = Object.entries(document['paths'] as Record<string, Record<string, Operation>>).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
    )
  }

  static async of(baseUrl: string): Promise<Description> {
    const answer = await fetch(`${baseUrl}/v1/openapi.json`)
    if (!answer.ok) throw new Error(`the description answered ${answer.status}`)
    return new Description((await answer.json()) as Json)
  }

  operation(id: string): Operation {
    const found = this.operations.find(({ operationId }) => operationId === id)
    if (!found) throw new Error(`the description knows no operation ${id}`)
    return found
  }

  parameters({ parameters = [] }: Operation): Parameter[] {
    return parameters.map((parameter) => this.resolved(parameter))
  }

  /** What is not as documented in the answer; empty where all of it is. */
  violations(operation: Operation, answer: Answer): string[] {
    const response = operation.responses[String(answer.status)]
    if (!response) return [`status ${answer.status} is not documented: ${answer.bytes.toString('utf8', 0, 300)}`]
    const at = `api#/paths/${pointer(operation.path)}/${operation.method.toLowerCase()}/responses/${answer.status}`
    return [...this.headerViolations(response, answer), ...this.bodyViolations(response, answer, at)]
  }

  /** For answers to what the description does not list: unknown paths and methods. */
  refusalViolations(answer: Answer, codes: readonly string[]): string[] {
    const [any] = this.operations
    const general = any?.responses['401']?.headers ?? {}
    const headers = Object.fromEntries(Object.entries(general).filter(([name]) => name !== 'WWW-Authenticate'))
    const body = json(answer) as { error?: { code?: string } } | undefined
    const validate = this.validator('api#/components/schemas/Problem')
    return [
      ...this.headerViolations({ headers }, answer),
      ...(validate(body?.error) ? [] : [`error: ${this.ajv.errorsText(validate.errors)}`]),
      ...(codes.includes(body?.error?.code ?? '') ? [] : [`code ${String(body?.error?.code)} instead of ${codes.join(', ')}`]),
    ]
  }

  /** Validates any value against a schema of the description, such as `api#/components/schemas/Document`. */
  validator(reference: string): ValidateFunction {
    const known = this.compiled.get(reference) ?? this.ajv.compile({ $ref: reference })
    this.compiled.set(reference, known)
    return known
  }

  private headerViolations({ headers = {} }: Response, answer: Answer): string[] {
    return Object.entries(headers).flatMap(([name, given]) => {
      const { required, schema } = this.resolved(given)
      const value = answer.headers.get(name)
      if (value === null) return required ? [`the header ${name} is missing`] : []
      const typed = schema['type'] === 'integer' ? Number(value) : value
      return this.ajv.validate(schema, typed) ? [] : [`header ${name}: ${value}: ${this.ajv.errorsText()}`]
    })
  }

  private bodyViolations({ content }: Response, answer: Answer, at: string): string[] {
    if (!content) return answer.bytes.length === 0 ? [] : ['a body where none is documented']
    const type = (answer.headers.get('content-type') ?? '').split(';')[0] ?? ''
    if (!content[type]) return [`content type "${type}" is not documented`]
    if (type !== 'application/json') return answer.bytes.length > 0 ? [] : ['an empty file']
    const value = json(answer)
    if (value === undefined) return ['the body is not JSON']
    const validate = this.validator(`${at}/content/${pointer(type)}/schema`)
    return validate(value) ? [] : [`body: ${this.ajv.errorsText(validate.errors)}`]
  }

  private resolved<T extends object>(given: T | Reference): T {
    if (!('$ref' in given)) return given
    const value = given.$ref
      .replace('#/', '')
      .split('/')
      .reduce<unknown>((node, part) => (node as Json)[part], this.document)
    return value as T
  }
}

export function json({ bytes }: Answer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return undefined
  }
}

function pointer(part: string): string {
  return encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))
}

/** The description allows fields in answers that it does not name, because clients must. Here such a field is a violation. */
function closed(document: Json): Json {
  const copy = structuredClone(document)
  for (const schema of Object.values((copy['components'] as { schemas: Record<string, Schema> }).schemas)) close(schema)
  return copy
}

function close(schema: Schema): void {
  if (schema['properties'] !== undefined && schema['additionalProperties'] === undefined) schema['additionalProperties'] = false
  for (const key of ['properties', '$defs']) for (const inner of Object.values((schema[key] ?? {}) as Record<string, Schema>)) close(inner)
  for (const key of ['anyOf', 'oneOf']) for (const inner of (schema[key] ?? []) as Schema[]) close(inner)
  if (typeof schema['items'] === 'object' && schema['items'] !== null) close(schema['items'] as Schema)
}
