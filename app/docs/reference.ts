// Reads the description that /v1/openapi.json serves into what the page of the reference shows: the two cannot disagree.

import {
  objectAnchor,
  type ApiEvent,
  type ApiObject,
  type Chapter,
  type Field,
  type FieldGroup,
  type Limit,
  type Operation,
  type Reference,
  type TypeName,
} from '@/components/docs/reference/model'
import { PROBLEMS } from '@/lib/domain/problem'
import type { Endpoint } from '@/lib/http/api/endpoint'
import { ENDPOINTS } from '@/lib/http/endpoints/catalogue'
import { openApiDocument } from '@/lib/http/openapi/document'
import { codesOf } from '@/lib/http/openapi/refusals'
import { catalogue, DEFAULT_LANGUAGE } from '@/lib/wording/catalogue'
import { rendered, renderedInline } from './markdown'

/** The part of JSON Schema that the description uses. */
type Schema = {
  $ref?: string
  type?: string | readonly string[]
  properties?: Readonly<Record<string, Schema>>
  required?: readonly string[]
  items?: Schema
  anyOf?: readonly Schema[]
  enum?: readonly unknown[]
  const?: unknown
  default?: unknown
  format?: string
  pattern?: string
  contentEncoding?: string
  description?: string
  examples?: readonly unknown[]
} & Partial<Record<'minLength' | 'maxLength' | 'minimum' | 'maximum' | 'exclusiveMinimum' | 'minItems' | 'maxItems', number>>

type Parameter = { $ref?: string; name: string; in: FieldGroup['where']; required?: boolean; description?: string; schema: Schema }
type Header = { description: string; required?: boolean; schema: Schema }
type Content = Readonly<Record<string, { schema: Schema; example?: unknown; examples?: Readonly<Record<string, { value: unknown }>> }>>
type Described = {
  summary: string
  description: string
  parameters?: readonly Parameter[]
  requestBody?: { content: Content }
  responses: Readonly<Record<string, { headers?: Readonly<Record<string, { $ref: string }>>; content?: Content }>>
}
type Description = {
  info: { description: string }
  servers: readonly [{ url: string }]
  tags: readonly { name: string; description: string }[]
  paths: Readonly<Record<string, Readonly<Record<string, Described>>>>
  webhooks: Readonly<Record<string, { post: Described }>>
  components: {
    parameters: Readonly<Record<string, Parameter>>
    headers: Readonly<Record<string, Header>>
    schemas: Readonly<Record<string, Schema>>
  }
}

export const operationAnchor = ({ tag, operationId }: Endpoint): string => `/${encodeURIComponent(tag)}/${operationId}`

const made = new Map<string, Reference>()

/** `site`: the origin of the installation. Made once: the description does not change while the process runs. */
export function referenceOf(site: string): Reference {
  const known = made.get(site)
  if (known) return known
  const reference = read(openApiDocument(site) as unknown as Description)
  made.set(site, reference)
  return reference
}

function read(description: Description): Reference {
  const { info, tags, webhooks, components } = description
  const everywhere = headersEverywhere(description)
  const [anyEvent] = Object.values(webhooks)
  return {
    introduction: rendered(info.description),
    chapters: tags.map(({ name, description: text }): Chapter => ({
      title: name,
      text,
      operations: ENDPOINTS.filter(({ tag }) => tag === name).map((endpoint) => operation(endpoint, description, everywhere)),
    })),
    events: {
      headers: parametersOf(anyEvent?.post.parameters ?? []),
      list: Object.entries(webhooks).map(([type, { post }]): ApiEvent => ({
        type,
        anchor: `/events/${type}`,
        text: rendered(post.description),
        example: printed(post.requestBody?.content['application/json']?.example),
      })),
    },
    objects: [...objectNames(description)].sort().map((name): ApiObject => {
      const schema = components.schemas[name] ?? {}
      return { name, anchor: objectAnchor(name), text: html(schema.description), fields: fieldsOf(schema) }
    }),
    headers: [...everywhere].map((name) => header(name, components.headers[name])),
  }
}

function operation(endpoint: Endpoint, description: Description, everywhere: ReadonlySet<string>): Operation {
  const { method, path, status } = endpoint
  const { components, servers } = description
  const described = describedAs(description, endpoint)
  const { headers = {}, content = {} } = described.responses[status] ?? {}
  const parameters = (described.parameters ?? []).map((each) => (each.$ref ? (components.parameters[nameIn(each.$ref)] ?? each) : each))
  const { 'application/json': json, ...files } = content
  return {
    anchor: operationAnchor(endpoint),
    method,
    path,
    title: described.summary,
    text: rendered(described.description),
    takes: [
      ...(['path', 'query', 'header'] as const).map((where) => ({
        where,
        mediaType: null,
        fields: parametersOf(parameters.filter((each) => each.in === where)),
      })),
      ...Object.entries(described.requestBody?.content ?? {}).map(([mediaType, { schema }]) => ({
        where: 'body' as const,
        mediaType,
        fields: fieldsOf(schema.$ref ? (components.schemas[nameIn(schema.$ref)] ?? {}) : schema),
      })),
    ].filter(({ fields }) => fields.length > 0),
    answer: {
      status,
      object: json?.schema.$ref ? nameIn(json.schema.$ref) : null,
      mediaTypes: Object.keys(files),
      headers: Object.entries(headers)
        .filter(([, { $ref }]) => !everywhere.has(nameIn($ref)))
        .map(([name, { $ref }]) => header(name, components.headers[nameIn($ref)])),
    },
    refusals: [...codesOf(endpoint)]
      .map((code) => ({ code, status: PROBLEMS[code], ...catalogue(DEFAULT_LANGUAGE).problems[code] }))
      .sort((a, b) => a.status - b.status),
    call: call(endpoint, described, parameters, servers[0].url),
    example: json ? printed(json.example) : null,
  }
}

const describedAs = ({ paths }: Description, { path, method }: Endpoint): Described => {
  const found = paths[path]?.[method.toLowerCase()]
  if (!found) throw new Error(`the description lacks ${method} ${path}`)
  return found
}

/** A command for curl. The key comes from the environment, so that the history of the shell does not keep it. */
function call({ method, path, sends }: Endpoint, { requestBody }: Described, parameters: readonly Parameter[], api: string): string {
  const address = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const [example] = parameters.find((parameter) => parameter.name === name)?.schema.examples ?? []
    return typeof example === 'string' ? example : `{${name}}`
  })
  const [type, content] = Object.entries(requestBody?.content ?? {})[0] ?? []
  const examples = Object.values(content?.examples ?? {}).map(({ value }) => printed(value))
  // The longest of several examples.
  const body = examples.sort((a, b) => b.length - a.length)[0] ?? (content && 'example' in content ? printed(content.example) : null)
  const form = type === 'multipart/form-data'
  return [
    `curl ${method === 'GET' || (method === 'POST' && (form || body)) ? '' : `-X ${method} `}"${api}${address}"`,
    '-H "X-API-Key: $KEY"',
    ...(form ? ['-F "file=@contract.pdf"'] : []),
    ...(!form && body ? ['-H "Content-Type: application/json"', `-d '${body.replaceAll("'", "'\\''")}'`] : []),
    ...(sends ? ['--remote-name --remote-header-name'] : []),
  ].join(' \\\n  ')
}

/** The names of the headers that every operation sends when it succeeds. */
function headersEverywhere(description: Description): ReadonlySet<string> {
  const each = ENDPOINTS.map((endpoint) => {
    const { headers = {} } = describedAs(description, endpoint).responses[endpoint.status] ?? {}
    return new Set(Object.values(headers).map(({ $ref }) => nameIn($ref)))
  })
  return new Set([...(each[0] ?? [])].filter((name) => each.every((names) => names.has(name))))
}

/** Objects that something refers to; the body of a single operation is shown with that operation alone. */
function objectNames({ paths, webhooks, components }: Description): ReadonlySet<string> {
  const answers = Object.values(paths).flatMap((methods) => Object.values(methods).map(({ responses }) => responses))
  const text = JSON.stringify([answers, webhooks, components.schemas])
  return new Set([...text.matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name = '']) => name))
}

function parametersOf(parameters: readonly Parameter[]): Field[] {
  return parameters.map(({ name, required, description, schema }) =>
    field(name, { ...schema, ...(description ? { description } : {}) }, required),
  )
}

const header = (name: string, described: Header | undefined): Field =>
  field(name, { ...described?.schema, ...(described ? { description: described.description } : {}) }, false)

function fieldsOf({ properties = {}, required = [] }: Schema): Field[] {
  return Object.entries(properties).map(([name, schema]) => field(name, schema, required.includes(name)))
}

function field(name: string, schema: Schema, required = false): Field {
  const { inner, ...type } = typeOf(schema)
  return {
    name,
    type,
    required,
    text: html(schema.description),
    limits: limitsOf(schema),
    values: (schema.enum ?? (schema.const === undefined ? [] : [schema.const])).filter((value) => value !== null).map(String),
    fields: fieldsOf(inner),
  }
}

function typeOf(schema: Schema): TypeName & { inner: Schema } {
  const alternatives = schema.anyOf?.filter(({ type }) => type !== 'null')
  const nullable =
    [schema.type].flat().includes('null') || (alternatives !== undefined && alternatives.length < (schema.anyOf?.length ?? 0))
  const only = alternatives?.length === 1 && alternatives[0] ? alternatives[0] : schema
  const types = [only.type].flat().filter((type) => type !== undefined && type !== 'null')
  const list = types[0] === 'array' && only.items !== undefined
  const one = list && only.items ? only.items : only
  if (one.$ref) return { name: nameIn(one.$ref), linked: true, list, nullable, inner: {} }
  const name = list
    ? [one.type].flat().join(' | ')
    : (alternatives ?? [only])
        .flatMap(({ type }) => type ?? [])
        .filter((type) => type !== 'null')
        .join(' | ')
  return { name: name || 'any', linked: false, list, nullable, inner: one }
}

function limitsOf(schema: Schema): Limit[] {
  const { format, contentEncoding, pattern, minLength, maxLength, minimum, maximum, exclusiveMinimum, minItems, maxItems } = schema
  const range = (from: number | string | undefined, to: number | undefined) =>
    from === undefined && to === undefined ? undefined : `${from ?? 0} … ${to ?? ''}`.trim()
  const limits: Record<Limit['kind'], string | undefined> = {
    format: format === 'binary' ? undefined : (format ?? contentEncoding),
    length: range(minLength, maxLength),
    items: range(minItems, maxItems),
    range: range(exclusiveMinimum === undefined ? minimum : `> ${exclusiveMinimum}`, maximum),
    pattern,
    default: schema.default === undefined || schema.default === null ? undefined : printed(schema.default),
  }
  return Object.entries(limits).flatMap(([kind, value]) => (value === undefined ? [] : [{ kind: kind as Limit['kind'], value }]))
}

const nameIn = (reference: string): string => reference.split('/').at(-1) ?? ''
const printed = (value: unknown): string => JSON.stringify(value, null, 2)
const html = (text: string | undefined): string | null => (text === undefined ? null : renderedInline(text))
