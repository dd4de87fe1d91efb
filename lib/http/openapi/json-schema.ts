// Turns the zod schemas of the wire into JSON Schema 2020-12: those with an id become components, the rest stands where it is used.

import { z } from 'zod'

export type Json = { [key: string]: unknown }
/** `input` is what a caller may send, `output` what an answer shows. */
export type Direction = 'input' | 'output'

/** Collects the named schemas that were met on the way. */
export class Components {
  readonly schemas: Record<string, Json> = {}

  /** The schema as it stands at its place: a `$ref` where it has an id. */
  describe(schema: z.ZodType, direction: Direction): Json {
    // Wrapped, because zod makes no reference of the outermost schema, even if it has an id.
    const converted = z.toJSONSchema(z.object({ boxed: schema }), conversion(direction)) as Json
    for (const [name, definition] of Object.entries((converted['$defs'] ?? {}) as Record<string, Json>)) {
      if (!name.startsWith(ANONYMOUS)) this.add(name, tidy(definition))
    }
    return tidy((converted['properties'] as Record<string, Json>)['boxed'] ?? {})
  }

  /** The properties of an object without a name: parameters, the text parts of a form. */
  object(schema: z.ZodType, direction: Direction): { properties: Record<string, Json>; required: readonly string[] } {
    const { properties = {}, required = [] } = tidy(z.toJSONSchema(schema, conversion(direction)) as Json)
    return { properties: properties as Record<string, Json>, required: required as string[] }
  }

  private add(name: string, definition: Json): void {
    const before = this.schemas[name]
    if (before !== undefined && JSON.stringify(before) !== JSON.stringify(definition)) {
      throw new Error(`two different schemas have the id ${name}; one that is sent and shown needs an id for each`)
    }
    this.schemas[name] = definition
  }
}

/** What zod calls a schema that contains itself and has no id. Of our schemas, only "any JSON" is one. */
const ANONYMOUS = '__schema'

function conversion(io: Direction): z.core.ToJSONSchemaParams {
  return { io, unrepresentable: 'any', override: (met) => override(met, io) }
}

/**
 * Zod drops examples and defaults of transformed schemas, because they might belong to the output; ours belong to the input. In a query
 * every value is text; text that stands for a number is described as a number.
 */
function override(
  { zodSchema, jsonSchema }: { zodSchema: z.core.$ZodType; jsonSchema: z.core.JSONSchema.BaseSchema },
  direction: Direction,
): void {
  const { def } = zodSchema._zod
  // Clients must accept fields added later, so answers allow further members; request bodies do not.
  if (direction === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties
  const examples = z.globalRegistry.get(zodSchema)?.['examples']
  if (examples !== undefined) jsonSchema.examples = examples as unknown[]
  if (def.type === 'default') jsonSchema.default = (def as z.core.$ZodDefaultDef).defaultValue as z.core.JSONSchema.JSONSchema['default']
  if (def.type !== 'pipe' || jsonSchema.type !== 'string') return
  const out = z.toJSONSchema((def as z.core.$ZodPipeDef).out, { unrepresentable: 'any' })
  if (out.type !== 'integer' && out.type !== 'number') return
  delete jsonSchema.pattern
  Object.assign(jsonSchema, out, { $schema: undefined })
}

/** Leaves out keywords without meaning, and writes "or null" as a list of types, which generators know best. */
function tidy(schema: Json): Json {
  const tidied = Object.fromEntries(Object.entries(schema).flatMap(([key, value]) => kept(key, value, schema)))
  const alternatives = tidied['anyOf'] as readonly Json[] | undefined
  const other = alternatives?.length === 2 && alternatives[1]?.['type'] === 'null' ? alternatives[0] : undefined
  if (other === undefined || typeof other['type'] !== 'string') return tidied
  const { anyOf: _, ...outer } = tidied
  const { const: only, enum: several, ...rest } = other
  const values = several ?? (only === undefined ? undefined : [only])
  return { ...rest, ...outer, type: [rest['type'], 'null'], ...(values === undefined ? {} : { enum: [...(values as unknown[]), null] }) }
}

function kept(key: string, value: unknown, schema: Json): [string, unknown][] {
  if (key === '$schema' || key === '$defs' || (key === 'id' && typeof value === 'string') || value === undefined) return []
  // Every integer in JSON should be a safe one, so that limit says nothing; and a format says more than the pattern that checks it.
  if ((key === 'minimum' || key === 'maximum') && Math.abs(value as number) === Number.MAX_SAFE_INTEGER) return []
  if (key === 'pattern' && typeof schema['format'] === 'string') return []
  if (key === 'propertyNames' && JSON.stringify(value) === '{"type":"string"}') return []
  if (key === '$ref') return String(value).includes(ANONYMOUS) ? [] : [[key, String(value).replace('#/$defs/', '#/components/schemas/')]]
  if (key === 'properties')
    return [[key, Object.fromEntries(Object.entries(value as Json).map(([name, inner]) => [name, tidy(inner as Json)]))]]
  // Examples are data, not schemas.
  if (key === 'examples' || key === 'default' || key === 'enum' || key === 'const' || key === 'required' || key === 'type')
    return [[key, value]]
  if (Array.isArray(value)) return [[key, value.map((inner: unknown) => (isObject(inner) ? tidy(inner) : inner))]]
  return [[key, isObject(value) ? tidy(value) : value]]
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
